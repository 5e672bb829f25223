import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.knn.plugin.KNNPlugin;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** An OpenSearch cluster of a few nodes in one process on loopback: PORT FOLDER NODES. A file stop-N in FOLDER ends node N at once. */
public class OpenSearchNodes {
    static final class OneNode extends Node {
        OneNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
            super(environment, plugins, false);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        int count = Integer.parseInt(arguments[2]);
        List<String> names = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        List<Integer> transports = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            names.add("node-" + i);
            transports.add(freePort());
            addresses.add("127.0.0.1:" + transports.get(i - 1));
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Settings settings = Settings.builder()
                .put("cluster.name", "cetu")
                .put("node.name", names.get(i))
                .put("path.home", folder.resolve(names.get(i)))
                .put("network.host", "127.0.0.1")
                .put("http.port", i == 0 ? port : freePort())
                .put("transport.port", transports.get(i))
                .putList("discovery.seed_hosts", addresses)
                .putList("cluster.initial_cluster_manager_nodes", names)
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .put("node.processors", 1)
                .build();
            Path configuration = Files.createDirectories(folder.resolve(names.get(i)).resolve("config"));
            Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), configuration, () -> "node");
            nodes.add(new OneNode(environment, List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, KNNPlugin.class)));
        }
        // Each waits for a leader, which needs most of them: they start side by side.
        List<Thread> starts = new ArrayList<>();
        for (Node node : nodes) {
            Thread start = new Thread(() -> {
                try {
                    node.start();
                } catch (Exception error) {
                    error.printStackTrace();
                    System.exit(1);
                }
            });
            start.start();
            starts.add(start);
        }
        for (Thread start : starts) {
            start.join();
        }
        System.out.println("started");
        while (true) {
            Thread.sleep(100);
            for (int i = 0; i < count; i++) {
                if (!nodes.get(i).isClosed() && Files.exists(folder.resolve("stop-" + (i + 1)))) {
                    nodes.get(i).close();
                }
            }
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return probe.getLocalPort();
        }
    }
}
