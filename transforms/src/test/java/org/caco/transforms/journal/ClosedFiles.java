package org.caco.transforms.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Files in memory, named {@code closed://...}, that are there once they are closed and cannot be
 * added to, as in an object store. Those named {@code closed://seen/...} can be seen while they are
 * written, as in HDFS.
 */
public final class ClosedFiles implements FileSystemRegistrar {
  static final String SEEN = "closed://seen/";

  /** Of files that give nothing where they should end, as in S3 where they are written anew. */
  static final String ENDLESS = "closed://endless/";

  private static final ConcurrentSkipListMap<String, byte[]> FILES = new ConcurrentSkipListMap<>();

  /** What happens before a file is listed, opened, created, closed or deleted. */
  interface Hook {
    void before(String operation, String file) throws IOException;
  }

  private static final Map<String, Hook> HOOKS = new ConcurrentHashMap<>();

  /** Makes them known to Beam. */
  static void register() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  /** For the files whose names begin so. */
  static void setHook(String prefix, Hook hook) {
    HOOKS.put(prefix, hook);
  }

  static void removeHook(String prefix) {
    HOOKS.remove(prefix);
  }

  private static void before(String operation, String file) throws IOException {
    for (Map.Entry<String, Hook> hook : HOOKS.entrySet()) {
      if (file.startsWith(hook.getKey())) {
        hook.getValue().before(operation, file);
      }
    }
  }

  /** The files whose names begin so. */
  static SortedMap<String, byte[]> under(String prefix) {
    return FILES.subMap(prefix, prefix + Character.MAX_VALUE);
  }

  @Override
  public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
    return List.of(new Files());
  }

  private record Name(String name) implements ResourceId {
    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      boolean directory = options == StandardResolveOptions.RESOLVE_DIRECTORY;
      return new Name(name + other + (directory ? "/" : ""));
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Name(name.substring(0, name.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "closed";
    }

    @Override
    public String getFilename() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return name.endsWith("/");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final class Files extends FileSystem<Name> {
    @Override
    protected List<MatchResult> match(List<String> specs) throws IOException {
      List<MatchResult> results = new ArrayList<>();
      for (String spec : specs) {
        try {
          before("list", spec);
        } catch (FileNotFoundException e) {
          // As Beam's S3 does where a file goes while it lists.
          results.add(MatchResult.create(MatchResult.Status.NOT_FOUND, e));
          continue;
        }
        int star = spec.indexOf('*');
        List<MatchResult.Metadata> found = new ArrayList<>();
        under(spec.substring(0, star))
            .forEach(
                (name, bytes) -> {
                  if (name.endsWith(spec.substring(star + 1))) {
                    found.add(
                        MatchResult.Metadata.builder()
                            .setResourceId(new Name(name))
                            .setSizeBytes(bytes.length)
                            .setIsReadSeekEfficient(false)
                            .build());
                  }
                });
        results.add(MatchResult.create(MatchResult.Status.OK, found));
      }
      return results;
    }

    @Override
    protected WritableByteChannel create(Name file, CreateOptions options) throws IOException {
      before("create", file.name());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean seen = file.name().startsWith(SEEN);
      if (seen) {
        FILES.put(file.name(), new byte[0]);
      }
      return new WritableByteChannel() {
        private boolean open = true;

        @Override
        public int write(ByteBuffer from) {
          int length = from.remaining();
          byte[] copy = new byte[length];
          from.get(copy);
          bytes.writeBytes(copy);
          if (seen) {
            FILES.replace(file.name(), bytes.toByteArray());
          }
          return length;
        }

        @Override
        public boolean isOpen() {
          return open;
        }

        @Override
        public void close() throws IOException {
          if (open) {
            before("close", file.name());
            open = false;
            FILES.put(file.name(), bytes.toByteArray());
          }
        }
      };
    }

    @Override
    protected ReadableByteChannel open(Name file) throws IOException {
      before("open", file.name());
      byte[] bytes = FILES.get(file.name());
      if (bytes == null) {
        throw new FileNotFoundException(file.name());
      }
      if (file.name().startsWith(ENDLESS)) {
        return new SeekableInMemoryByteChannel(bytes) {
          @Override
          public int read(ByteBuffer to) throws IOException {
            return Math.max(0, super.read(to));
          }
        };
      }
      return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    @Override
    protected void copy(List<Name> from, List<Name> to) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void rename(List<Name> from, List<Name> to, MoveOptions... options) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void delete(Collection<Name> files) throws IOException {
      for (Name file : files) {
        before("delete", file.name());
        FILES.remove(file.name());
      }
    }

    @Override
    protected Name matchNewResource(String name, boolean isDirectory) {
      return new Name(isDirectory && !name.endsWith("/") ? name + "/" : name);
    }

    @Override
    protected String getScheme() {
      return "closed";
    }
  }
}
