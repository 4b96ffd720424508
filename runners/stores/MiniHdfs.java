import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A Hadoop file system of one name node and one data node: {@code MiniHdfs FOLDER PORT}. */
final class MiniHdfs {
  private MiniHdfs() {}

  public static void main(String[] args) throws Exception {
    Configuration configuration = new HdfsConfiguration();
    configuration.set("hdfs.minidfs.basedir", Path.of(args[0]).toAbsolutePath().toString());
    configuration.set("dfs.permissions.enabled", "false");
    new MiniDFSCluster.Builder(configuration)
        .nameNodePort(Integer.parseInt(args[1]))
        .numDataNodes(1)
        .build()
        .waitClusterUp();
    System.out.println("up");
    Thread.currentThread().join();
  }
}
