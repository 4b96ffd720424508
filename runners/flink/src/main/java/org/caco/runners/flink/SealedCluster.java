package org.caco.runners.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.blob.BlobServer;
import org.apache.flink.runtime.blob.TransientBlobService;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.dispatcher.SessionDispatcherFactory;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.leaderelection.LeaderElection;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.resourcemanager.ResourceManagerGateway;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.rest.RestEndpointFactory;
import org.apache.flink.runtime.rest.handler.RestHandlerConfiguration;
import org.apache.flink.runtime.rest.handler.RestHandlerSpecification;
import org.apache.flink.runtime.rest.handler.legacy.metrics.MetricFetcher;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.security.token.DelegationTokenManager;
import org.apache.flink.runtime.webmonitor.WebMonitorEndpoint;
import org.apache.flink.runtime.webmonitor.retriever.LeaderGatewayRetriever;
import org.apache.flink.runtime.webmonitor.retriever.MetricQueryServiceRetriever;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandler;
import org.apache.flink.util.ConfigurationException;

/**
 * A Flink cluster inside this process that listens to nobody. Flink's own, which its local
 * environments use, serves a REST interface and a store of files on all network interfaces, without
 * a password: whoever reaches them runs code in this process.
 *
 * <p>Neither is needed here. Jobs are submitted by a method call, and the one TaskManager finds the
 * files of the store in the folder that it shares with it. Flink cannot be told to leave them out,
 * so both come up on the loopback interface and are closed before the cluster takes a job: the
 * store before the REST interface starts, and that one, which serves no request at all, in its own
 * start.
 */
final class SealedCluster extends MiniCluster {
  private static final String LOOPBACK = "127.0.0.1";

  SealedCluster(MiniClusterConfiguration configuration) {
    super(configuration);
  }

  /** A copy of {@code configuration} with what such a cluster needs, whatever it said before. */
  static Configuration seal(Configuration configuration) {
    Configuration sealed = new Configuration(configuration);
    sealed.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    sealed.set(BlobServerOptions.PORT, "0");
    sealed.set(RestOptions.ADDRESS, LOOPBACK);
    sealed.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    sealed.set(RestOptions.BIND_PORT, "0");
    // Two would exchange records over sockets.
    sealed.set(TaskManagerOptions.MINI_CLUSTER_NUM_TASK_MANAGERS, 1);
    return sealed;
  }

  @Override
  protected Collection<? extends DispatcherResourceManagerComponent>
      createDispatcherResourceManagerComponents(
          Configuration configuration,
          RpcServiceFactory rpcServiceFactory,
          BlobServer blobServer,
          HeartbeatServices heartbeatServices,
          DelegationTokenManager delegationTokenManager,
          MetricRegistry metricRegistry,
          MetricQueryServiceRetriever metricQueryServiceRetriever,
          FatalErrorHandler fatalErrorHandler)
          throws Exception {
    // It goes on to store files; only its socket and its thread end.
    blobServer.close();
    return super.createDispatcherResourceManagerComponents(
        configuration,
        rpcServiceFactory,
        blobServer,
        heartbeatServices,
        delegationTokenManager,
        metricRegistry,
        metricQueryServiceRetriever,
        fatalErrorHandler);
  }

  @Override
  protected DispatcherResourceManagerComponentFactory
      createDispatcherResourceManagerComponentFactory() {
    RestEndpointFactory<DispatcherGateway> rest = ClosedEndpoint::new;
    return new DefaultDispatcherResourceManagerComponentFactory(
        DefaultDispatcherRunnerFactory.createSessionRunner(SessionDispatcherFactory.INSTANCE),
        StandaloneResourceManagerFactory.getInstance(),
        rest);
  }

  /** Waits until it has ended, well or not: that tells nothing of the job. */
  @Override
  public void close() {
    closeAsync().exceptionally(failure -> null).join();
  }

  /** A REST interface with nothing to ask for, which closes when it starts. */
  private static final class ClosedEndpoint extends WebMonitorEndpoint<DispatcherGateway> {
    ClosedEndpoint(
        Configuration configuration,
        LeaderGatewayRetriever<DispatcherGateway> dispatcher,
        LeaderGatewayRetriever<ResourceManagerGateway> resourceManager,
        TransientBlobService files,
        ScheduledExecutorService executor,
        MetricFetcher metrics,
        LeaderElection election,
        FatalErrorHandler fatalErrorHandler)
        throws IOException, ConfigurationException {
      super(
          dispatcher,
          configuration,
          RestHandlerConfiguration.fromConfiguration(configuration),
          resourceManager,
          files,
          executor,
          metrics,
          election,
          RestEndpointFactory.createExecutionGraphCache(
              RestHandlerConfiguration.fromConfiguration(configuration)),
          fatalErrorHandler);
    }

    @Override
    protected List<Tuple2<RestHandlerSpecification, ChannelInboundHandler>> initializeHandlers(
        CompletableFuture<String> localAddress) {
      // Flink sorts it.
      return new ArrayList<>();
    }

    @Override
    public void startInternal() {
      var unused = closeAsync();
    }

    @Override
    public void close() {
      closeAsync().join();
    }
  }
}
