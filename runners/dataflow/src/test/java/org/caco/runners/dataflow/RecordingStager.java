package org.caco.runners.dataflow;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.beam.runners.dataflow.util.PackageUtil.StagedFile;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.options.PipelineOptions;

/** Keeps what Beam would send to a bucket. Public, since Beam makes it by its name. */
public final class RecordingStager implements Stager {
  /** The contents that were staged, by name. */
  static final Map<String, byte[]> STAGED = new ConcurrentHashMap<>();

  private RecordingStager() {}

  /** How Beam makes one. */
  public static RecordingStager fromOptions(PipelineOptions options) {
    return new RecordingStager();
  }

  @Override
  public List<DataflowPackage> stageFiles(List<StagedFile> files) {
    return List.of();
  }

  @Override
  public DataflowPackage stageToFile(byte[] bytes, String name) {
    STAGED.put(name, bytes);
    return new DataflowPackage().setName(name).setLocation("gs://bucket/staging/" + name);
  }
}
