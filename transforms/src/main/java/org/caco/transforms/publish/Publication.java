package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Writes what makes an output folder a data set, when its files are there. */
public final class Publication {
  private static final String NAME = "caco";

  private Publication() {}

  /**
   * Writes {@code README.md}, the card, and {@code dataset_info.json}, by which LLaMA-Factory finds
   * the rows when the output folder is its {@code dataset_dir}: {@code caco} is the training split,
   * {@code caco_validation} the other, {@code caco_codegen} the training set of the code model.
   * Where there are tables, {@code croissant.json} describes them and their files.
   */
  public static void write(String directory, DatasetCard card) throws IOException {
    OutputFile.write(directory, "README.md", "text/markdown", card.render());
    OutputFile.write(
        directory, "dataset_info.json", "application/json", Json.indented(llamaFactory(card)));
    if (card.parquet()) {
      OutputFile.write(
          directory,
          "croissant.json",
          "application/ld+json",
          Json.indented(Croissant.of(card, WrittenFile.in(directory))));
    }
  }

  private static ObjectNode llamaFactory(DatasetCard card) {
    ObjectNode info = Json.object();
    if (card.filled().contains(Table.DEFAULT)) {
      if (card.parquet()) {
        for (String split : card.splits(Table.DEFAULT)) {
          String name = split.equals(Table.TRAIN) ? NAME : NAME + "_" + split;
          chats(info.putObject(name).put("file_name", Table.DEFAULT.folder(split)));
        }
      } else {
        ObjectNode entry = info.putObject(NAME).put("file_name", "dataset");
        entry.putObject("columns").put("prompt", "instruction").put("response", "output");
      }
    }
    if (card.filled().contains(Table.CODEGEN)) {
      String folder = card.parquet() ? Table.CODEGEN.folder(Table.TRAIN) : "codegen";
      chats(info.putObject(NAME + "_codegen").put("file_name", folder));
    }
    return info;
  }

  /** Tells LLaMA-Factory that the rows of an entry of {@code dataset_info.json} are chats. */
  public static void chats(ObjectNode entry) {
    entry.put("formatting", "sharegpt").putObject("columns").put("messages", "messages");
    ObjectNode tags = entry.putObject("tags");
    tags.put("role_tag", "role").put("content_tag", "content");
    for (String role : List.of("user", "assistant", "system")) {
      tags.put(role + "_tag", role);
    }
  }
}
