package org.caco.transforms.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data set in the words of <a
 * href="https://docs.mlcommons.org/croissant/docs/croissant-spec.html">Croissant 1.0</a>, {@code
 * croissant.json}: every file of the tables with its hash, and a record set with the fields of each
 * table and split. A record set reads all files of its split; paths are relative to the output
 * folder. It holds no date and no address, which a data set has only when it is published.
 */
final class Croissant {
  private static final String VERSION = "1.0.0";
  private static final String PARQUET = "application/x-parquet";

  /** What a struct's members are called, and their types. */
  private static final Map<Column.Type, List<Member>> MEMBERS =
      new TreeMap<>(
          Map.of(
              Column.Type.CHAT, List.of(Member.text("role"), Member.text("content")),
              Column.Type.CASES,
                  List.of(Member.text("input"), Member.text("output"), Member.text("answer")),
              Column.Type.REWARD, List.of(Member.text("style"), Member.text("ground_truth")),
              Column.Type.EXTRA,
                  List.of(
                      Member.text("split"), new Member("index", "sc:Integer"), Member.text("id"))));

  private record Member(String name, String type) {
    static Member text(String name) {
      return new Member(name, "sc:Text");
    }
  }

  private Croissant() {}

  static ObjectNode of(DatasetCard card, List<WrittenFile> files) {
    ObjectNode json = Json.object();
    json.set("@context", context());
    json.put("@type", "sc:Dataset")
        .put("name", "caco-dataset")
        .put("conformsTo", "http://mlcommons.org/croissant/1.0")
        .put("description", description(card))
        .put("license", license(card))
        .put("version", VERSION)
        .put("citeAs", DatasetCard.METHOD + " (the method by which it was made)");
    json.putArray("keywords").add("synthetic").add("math").add("reasoning").add("code");
    ArrayNode distribution = json.putArray("distribution");
    ArrayNode records = json.putArray("recordSet");
    for (Table table : card.filled()) {
      for (String split : card.splits(table)) {
        String folder = table.folder(split) + "/";
        files.stream()
            .filter(file -> file.name().startsWith(folder))
            .forEach(file -> distribution.add(file(file)));
        String set = table.configuration() + (split.equals(Table.TRAIN) ? "" : "_" + split);
        distribution
            .addObject()
            .put("@type", "cr:FileSet")
            .put("@id", set + "_files")
            .put("name", set + "_files")
            .put("encodingFormat", PARQUET)
            .put("includes", table.files(split));
        records.add(recordSet(table, split, set));
      }
    }
    return json;
  }

  private static ObjectNode file(WrittenFile file) {
    return Json.object()
        .put("@type", "cr:FileObject")
        .put("@id", file.name())
        .put("name", file.name())
        .put("contentUrl", file.name())
        .put("contentSize", file.bytes() + " B")
        .put("encodingFormat", PARQUET)
        .put("sha256", file.sha256());
  }

  private static ObjectNode recordSet(Table table, String split, String set) {
    ObjectNode records =
        Json.object()
            .put("@type", "cr:RecordSet")
            .put("@id", set)
            .put("name", set)
            .put("description", table.says() + "; split " + split);
    if (table.columns().get(0).name().equals("id")) {
      records.putObject("key").put("@id", set + "/id");
    }
    ArrayNode fields = records.putArray("field");
    for (Column column : table.columns()) {
      fields.add(field(column, set));
    }
    return records;
  }

  private static ObjectNode field(Column column, String set) {
    String id = set + "/" + column.name();
    ObjectNode field = field(id, column.says());
    if (repeated(column.type())) {
      field.put("repeated", true);
    }
    List<Member> members = MEMBERS.getOrDefault(column.type(), List.of());
    if (members.isEmpty()) {
      field.put("dataType", type(column.type()));
      source(field, set, column, "");
      return field;
    }
    ArrayNode parts = field.putArray("subField");
    for (Member member : members) {
      ObjectNode part = field(id + "/" + member.name(), member.name());
      part.put("dataType", member.type());
      source(part, set, column, member.name());
      parts.add(part);
    }
    return field;
  }

  private static ObjectNode field(String id, String says) {
    return Json.object()
        .put("@type", "cr:Field")
        .put("@id", id)
        .put("name", id)
        .put("description", says);
  }

  private static void source(ObjectNode field, String set, Column column, String member) {
    ObjectNode source = field.putObject("source");
    source.putObject("fileSet").put("@id", set + "_files");
    source.putObject("extract").put("column", column.name());
    if (!member.isEmpty()) {
      source.putObject("transform").put("jsonPath", member);
    }
  }

  private static boolean repeated(Column.Type type) {
    return switch (type) {
      case TEXTS, FLAGS, CHAT, CASES -> true;
      default -> false;
    };
  }

  private static String type(Column.Type type) {
    return switch (type) {
      case NUMBER -> "sc:Float";
      case COUNT -> "sc:Integer";
      case FLAG, FLAGS -> "sc:Boolean";
      default -> "sc:Text";
    };
  }

  private static String description(DatasetCard card) {
    return (card.isToy() ? "Toy data, made by a model that follows rules. " : "")
        + card.facts().path("rows").asLong()
        + " problems with worked solutions, each of which agrees with the output of a program that"
        + " was run in a sandbox. README.md tells how they were made and checked.";
  }

  private static String license(DatasetCard card) {
    ObjectNode head = Json.object();
    CardHead.license(card.facts().path("licenses"), head);
    return head.path("license").asText().equals("other")
        ? "licences of the seeds, see README.md"
        : head.path("license").asText();
  }

  /** That of the specification, word by word: readers warn where one differs. */
  private static ObjectNode context() {
    ObjectNode context = Json.object();
    context.put("@language", "en").put("@vocab", "https://schema.org/");
    for (String term :
        List.of(
            "citeAs",
            "column",
            "equivalentProperty",
            "extract",
            "field",
            "fileProperty",
            "fileObject",
            "fileSet",
            "format",
            "includes",
            "isLiveDataset",
            "jsonPath",
            "key",
            "md5",
            "parentField",
            "path",
            "recordSet",
            "references",
            "regex",
            "repeated",
            "replace",
            "samplingRate",
            "separator",
            "source",
            "subField",
            "transform")) {
      context.put(term, "cr:" + term);
    }
    context.put("conformsTo", "dct:conformsTo");
    context.put("cr", "http://mlcommons.org/croissant/");
    context.put("rai", "http://mlcommons.org/croissant/RAI/");
    context.put("dct", "http://purl.org/dc/terms/");
    context.put("sc", "https://schema.org/");
    context.putObject("data").put("@id", "cr:data").put("@type", "@json");
    context.putObject("dataType").put("@id", "cr:dataType").put("@type", "@vocab");
    context.putObject("examples").put("@id", "cr:examples").put("@type", "@json");
    return context;
  }
}
