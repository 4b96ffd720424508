package org.caco.transforms.publish;

import static java.util.stream.Collectors.joining;
import static org.caco.transforms.publish.Column.Type.CASES;
import static org.caco.transforms.publish.Column.Type.CHAT;
import static org.caco.transforms.publish.Column.Type.COUNT;
import static org.caco.transforms.publish.Column.Type.EXTRA;
import static org.caco.transforms.publish.Column.Type.FLAG;
import static org.caco.transforms.publish.Column.Type.FLAGS;
import static org.caco.transforms.publish.Column.Type.NUMBER;
import static org.caco.transforms.publish.Column.Type.REWARD;
import static org.caco.transforms.publish.Column.Type.TEXT;
import static org.caco.transforms.publish.Column.Type.TEXTS;

import java.util.List;
import java.util.Locale;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * The tables of a published run, each a configuration of the data set. A table has the same columns
 * with the same types whatever the options of the run; what varies from row to row is a text that
 * holds JSON.
 */
public enum Table {
  /** Chats and the columns of the released data set, for supervised fine-tuning. */
  DEFAULT(
      "data",
      true,
      "problems with worked solutions, for supervised fine-tuning",
      new Column("id", TEXT, "hash of code, instruction and output; joins the tables"),
      new Column("messages", CHAT, "the problem as the user's turn, the solution as the reply"),
      new Column("instruction", TEXT, "the problem"),
      new Column("output", TEXT, "the first solution whose answer is the program's"),
      new Column("reasoning", TEXT, "what the model thought before; empty where it was not kept"),
      new Column("answer", TEXT, "the output of the program, as text"),
      new Column("code", TEXT, "the program that computes the answer"),
      new Column("pass_rate", NUMBER, "share of the solutions that agree with the program, 0 to 1"),
      new Column("pass_count", COUNT, "how many agree"),
      new Column("samples", COUNT, "of how many that were asked for"),
      new Column("truncated", COUNT, "how many of these were cut off"),
      new Column("difficulty", NUMBER, "1 - pass_rate; null where one solution was asked for"),
      new Column("model", TEXT, "the model that wrote the output, and whose pass rate it is"),
      new Column("source", TEXT, "data sets of the seeds, separated by commas"),
      new Column("license", TEXT, "licences of the seeds, as far as their rows tell"),
      new Column("toy", FLAG, "whether the embedded model, which follows rules, had a part")),
  /** Prompts with verifiable answers, for TRL's GRPO and RLOO trainers and for verl. */
  RL(
      "rl",
      true,
      "prompts with verifiable answers, for TRL (GRPO, RLOO) and verl",
      new Column("id", TEXT, "that of the row of `default`"),
      new Column("prompt", CHAT, "the problem, and where to put the final answer"),
      new Column("solution", TEXT, "the answer as \\boxed{...}, for TRL's accuracy_reward"),
      new Column("answer", TEXT, "the answer"),
      new Column("data_source", TEXT, "picks verl's scorer: equality of what is boxed"),
      new Column("ability", TEXT, "math"),
      new Column("reward_model", REWARD, "rule, and the answer"),
      new Column("extra_info", EXTRA, "split, the program's place in the run's plan, and the id"),
      new Column("pass_rate", NUMBER, "as in `default`"),
      new Column("pass_count", COUNT, "as in `default`"),
      new Column("samples", COUNT, "as in `default`"),
      new Column("model", TEXT, "as in `default`"),
      new Column("toy", FLAG, "as in `default`")),
  /** What each row's program gives for other inputs. */
  TESTS(
      "tests",
      true,
      "what the program gives for other inputs, to reward programs that a model writes",
      new Column("id", TEXT, "that of the row of `default`"),
      new Column("instruction", TEXT, "the problem"),
      new Column("code", TEXT, "the program"),
      new Column("tests", CASES, "other inputs, the outputs (both JSON), and the outputs as text")),
  /** Further problems of rows, for the trainers that read {@code rl}. */
  INSTANCES(
      "instances-rows",
      true,
      "further problems of rows: their texts with other numbers, with verifiable answers",
      new Column("id", TEXT, "hash of the row's id and the input"),
      new Column("row_id", TEXT, "`id` of the row in `default`"),
      new Column("index", COUNT, "its place among the row's instances, from 0"),
      new Column("prompt", CHAT, "the problem, and where to put the final answer"),
      new Column("problem", TEXT, "the problem"),
      new Column("solution", TEXT, "the answer as \\boxed{...}, for TRL's accuracy_reward"),
      new Column("answer", TEXT, "the answer: the output of the row's program, as text"),
      new Column("input", TEXT, "the program's input, as JSON"),
      new Column("output", TEXT, "the program's output, as JSON"),
      new Column("difficulty", NUMBER, "that of the row"),
      new Column("data_source", TEXT, "as in `rl`"),
      new Column("ability", TEXT, "math"),
      new Column("reward_model", REWARD, "rule, and the answer"),
      new Column("extra_info", EXTRA, "split, the index, and the id"),
      new Column("pass_rate", NUMBER, "that of the row"),
      new Column("pass_count", COUNT, "that of the row"),
      new Column("samples", COUNT, "that of the row"),
      new Column("model", TEXT, "the model whose pass rate it is"),
      new Column("toy", FLAG, "as in `default`")),
  /** Where each row comes from. */
  LINEAGE(
      "lineage",
      true,
      "where each row comes from: seeds, program, run, solutions, verdicts and model calls",
      new Column("id", TEXT, "that of the row of `default`"),
      new Column("position", COUNT, "the program's place in the plan of samples, from 1"),
      new Column("seeds", TEXTS, "ids of the seeds"),
      new Column("examples", TEXTS, "ids of the programs that the model was shown"),
      new Column("models", TEXTS, "models that were called for it, by name"),
      new Column("toy", FLAG, "as in `default`"),
      new Column("lineage", TEXT, "all of it, as JSON")),
  /** The records that were not accepted. */
  REJECTED(
      "rejected-rows",
      false,
      "every record that was not accepted, with step, reason and evidence",
      new Column("step", TEXT, "the step that rejected it"),
      new Column("reason", TEXT, "why, one of the step's reasons"),
      new Column("evidence", TEXT, "what was seen"),
      new Column("file", TEXT, "the name of the file that it was read from, if it was"),
      new Column("line", COUNT, "its line there, from 1; else 0"),
      new Column("record", TEXT, "the record, as JSON"),
      new Column("calls", TEXT, "the model calls that led to it, as JSON")),
  /** Tasks about the rows' programs. */
  TASKS(
      "tasks-rows",
      true,
      "tasks about programs, inputs and outputs, each to be verified by running a program",
      new Column("id", TEXT, "hash of the kind and the row's id"),
      new Column("row_id", TEXT, "`id` of the row in `default`"),
      new Column("kind", TEXT, "deduction, abduction or induction"),
      new Column("prompt", CHAT, "the task"),
      new Column("answer", TEXT, "the output as text; an input, in Python; or a program"),
      new Column("verify", TEXT, "how an answer is verified: grade, run_input or run_program"),
      new Column("code", TEXT, "the program"),
      new Column("input", TEXT, "its input, as JSON"),
      new Column("output", TEXT, "its output, as JSON"),
      new Column("shown", CASES, "of an induction, what the prompt tells"),
      new Column("tests", CASES, "of an induction, what the answer is run on"),
      new Column("toy", FLAG, "as in `default`")),
  /** Pairs of a right and a wrong solution. */
  PREFERENCES(
      "preferences-rows",
      true,
      "a right and a wrong solution of one problem, for TRL (DPO)",
      new Column("id", TEXT, "hash of the row's id and the wrong solution"),
      new Column("row_id", TEXT, "`id` of the row in `default`"),
      new Column("prompt", CHAT, "the problem"),
      new Column("chosen", CHAT, "the row's output: its answer is the program's"),
      new Column("rejected", CHAT, "a solution whose answer is not"),
      new Column("answer", TEXT, "the output of the program, as text"),
      new Column("rejected_answer", TEXT, "the wrong answer"),
      new Column("toy", FLAG, "as in `default`")),
  /** Solutions in steps, each right or wrong. */
  STEPS(
      "steps-rows",
      true,
      "solutions step by step with labels, for TRL (PRM)",
      new Column("id", TEXT, "hash of the row's id and the solution"),
      new Column("row_id", TEXT, "`id` of the row in `default`"),
      new Column("prompt", TEXT, "the problem"),
      new Column("completions", TEXTS, "the steps, up to the first of which nothing is sure"),
      new Column("labels", FLAGS, "for each step, whether it is right"),
      new Column("complete", FLAG, "whether these are all steps of the solution"),
      new Column("agrees", FLAG, "whether its answer is the program's"),
      new Column("toy", FLAG, "as in `default`")),
  /** The training set for the code model. */
  CODEGEN(
      "codegen-rows",
      false,
      "verified seed programs as chats with an empty user turn, to fine-tune a code model on",
      new Column("id", TEXT, "that of the program"),
      new Column("messages", CHAT, "an empty user's turn, and the program"));

  /** The split that every table has. */
  public static final String TRAIN = "train";

  /** The other split, of those that have it. */
  public static final String VALIDATION = "validation";

  private final String folder;
  private final boolean split;
  private final String says;

  // It is a List.of, which its type does not tell.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Column> columns;

  Table(String folder, boolean split, String says, Column... columns) {
    this.folder = folder;
    this.split = split;
    this.says = says;
    this.columns = List.of(columns);
  }

  /** The name of the configuration. */
  public String configuration() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a part of its rows can be set aside for validation. */
  public boolean isSplit() {
    return split;
  }

  /** Whether a run has it only where it is asked for, made of what its rows already hold. */
  public boolean isDerived() {
    return this == INSTANCES || this == TASKS || this == PREFERENCES || this == STEPS;
  }

  /** What the report's total of its rows in a split is called. */
  public String total(String ofSplit) {
    return configuration() + " in " + ofSplit;
  }

  /** What it is, as a phrase without a full stop. */
  public String says() {
    return says;
  }

  /** Its columns, in order. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * The folder of a split's files within the output folder. No two share one, so that tools that
   * take a folder read one split of one table.
   */
  public String folder(String ofSplit) {
    return ofSplit.equals(TRAIN) ? folder : ofSplit + "/" + folder;
  }

  /** A pattern of the names of a split's files within the output folder. */
  public String files(String ofSplit) {
    return folder(ofSplit) + "/" + ofSplit + "-*.parquet";
  }

  /** What a model is asked about a problem: the problem, and where its final answer belongs. */
  public static String prompt(String problem) {
    return problem + "\n\n" + TableRows.BOXED;
  }

  MessageType schema() {
    return MessageTypeParser.parseMessageType(
        columns.stream()
            .map(Column::schema)
            .collect(joining("\n", "message " + configuration() + " {\n", "\n}")));
  }
}
