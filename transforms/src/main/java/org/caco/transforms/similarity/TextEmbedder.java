package org.caco.transforms.similarity;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.caco.transforms.step.Shared;

/**
 * Embeds texts with the sentence model all-MiniLM-L6-v2, its weights rounded to 8 bits, on the CPU
 * and without a network: the mean of the last layer over all tokens, scaled to length 1. Weights
 * and vocabulary are in the class path.
 *
 * <p>The model reads {@value #WINDOW} tokens at a time. A longer text is read window by window, up
 * to {@value #MAX_WINDOWS}, and the mean taken over all of its tokens; what comes after that is not
 * read.
 *
 * <p>One instance serves a whole JVM and any number of threads; a text is embedded on the thread
 * that asks, alone and without padding, because 8-bit arithmetic makes a vector depend on what it
 * shares a batch with. So a text has the same embedding on every run. Processors with other vector
 * instructions can differ in the last bits: compare embeddings of one run, or store them.
 *
 * <p>Takes about 100 MB outside the Java heap, and some 10 ms a text of 100 tokens.
 */
public final class TextEmbedder implements AutoCloseable {
  /** Tokens that the model sees at a time, without those that mark start and end. */
  public static final int WINDOW = 510;

  /** Windows of a text that are read. */
  public static final int MAX_WINDOWS = 8;

  private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

  private static final Shared<String, TextEmbedder> SHARED = Shared.lingering("embedders");

  private final WordPieces pieces;
  private final OnnxEnvironment environment;
  private final OrtSession session;

  private TextEmbedder() {
    try {
      pieces = new WordPieces(new ObjectMapper().readTree(resource(TOKENIZER)));
      environment = OnnxEnvironment.open();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        // Many texts at once instead of many threads a text: no thread of its own, nothing to wait
        // for, and sums always in the same order.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        session = environment.get().createSession(resource(WEIGHTS), options);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the embedding model", e);
    } catch (OrtException e) {
      throw new IllegalStateException("cannot load the embedding model: " + e.getMessage(), e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = TextEmbedder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the class path has no " + name);
      }
      return in.readAllBytes();
    }
  }

  /**
   * The JVM's embedder, loaded if it is not there; it goes some seconds after its last lease.
   *
   * @throws IllegalStateException if the model cannot be loaded on this machine
   */
  public static Shared.Lease<TextEmbedder> acquire() {
    return SHARED.acquire(WEIGHTS, TextEmbedder::new);
  }

  /**
   * The embedding of {@code text}.
   *
   * @throws IllegalStateException if the model fails on it
   */
  public Embedding embed(String text) {
    int[] ids = pieces.of(text, WINDOW * MAX_WINDOWS);
    double[] sums = new double[Embedding.DIMENSIONS];
    int begin = 0;
    do {
      int stop = Math.min(begin + WINDOW, ids.length);
      addWindow(Arrays.copyOfRange(ids, begin, stop), sums);
      begin = stop;
    } while (begin < ids.length);
    return Embedding.ofDirection(sums);
  }

  private void addWindow(int[] ids, double[] sums) {
    int length = ids.length + 2;
    long[] input = new long[length];
    input[0] = pieces.start();
    for (int i = 0; i < ids.length; i++) {
      input[i + 1] = ids[i];
    }
    input[length - 1] = pieces.end();
    long[] mask = new long[length];
    Arrays.fill(mask, 1);
    long[] shape = {1, length};
    try (OnnxTensor tokens =
            OnnxTensor.createTensor(environment.get(), LongBuffer.wrap(input), shape);
        OnnxTensor attention =
            OnnxTensor.createTensor(environment.get(), LongBuffer.wrap(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment.get(), LongBuffer.wrap(new long[length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", tokens, "attention_mask", attention, "token_type_ids", types))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      for (int token = 0; token < length; token++) {
        for (int i = 0; i < Embedding.DIMENSIONS; i++) {
          sums[i] += states.get();
        }
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model failed: " + e.getMessage(), e);
    }
  }

  /** Frees what it has outside the Java heap. */
  @Override
  public void close() throws OrtException {
    session.close();
    environment.close();
  }
}
