package io.roomscribe.faults;

import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Nodes on one PostgreSQL, with the stand-ins of LiveKit and Gladia that they talk to.
 *
 * <p>Threading: one thread at a time. Ownership: {@link #close} ends all of it.
 */
final class Surroundings implements AutoCloseable {

  /**
   * How many nodes there are and where they keep audio that is not transcribed yet.
   *
   * @param nodes that run
   * @param sharedJournal whether one finds another's audio
   */
  record Layout(int nodes, boolean sharedJournal) {

    static final Layout ONE = new Layout(1, false);
    static final Layout TWO_SHARED = new Layout(2, true);
    static final Layout TWO_APART = new Layout(2, false);
  }

  private final Layout layout;
  private final Path directory;
  private final Postgres postgres;
  private final LiveKitStandIn liveKit;
  private final GladiaStandIn gladia;
  private final List<Node> nodes = new ArrayList<>();

  /** Starts everything but the nodes. */
  Surroundings(Layout layout, Path directory) throws IOException {
    this.layout = layout;
    this.directory = directory;
    postgres = new Postgres(directory.resolve("postgres"));
    gladia = GladiaStandIn.start(io.roomscribe.standin.gladia.StandInOptions.tones());
    liveKit =
        LiveKitStandIn.start(
            io.roomscribe.standin.livekit.StandInOptions.asLiveKit()
                .withKey("faults-key", "faults-livekit-secret-of-32-chars"));
    for (int i = 1; i <= layout.nodes(); i++) {
      Node node = new Node("node-" + i, directory.resolve("node-" + i));
      liveKit.addWebhook(node.url().resolve("/api/v1/livekit/webhook"));
      nodes.add(node);
    }
  }

  Layout layout() {
    return layout;
  }

  Postgres postgres() {
    return postgres;
  }

  LiveKitStandIn liveKit() {
    return liveKit;
  }

  GladiaStandIn gladia() {
    return gladia;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Starts those of the first so many nodes that do not run, and waits until all serve. */
  void startNodes(int count) throws InterruptedException {
    for (Node node : nodes.subList(0, count)) {
      if (!node.isAlive()) {
        start(node);
        node.awaitServing();
      }
    }
  }

  /** Starts one node; it does not serve yet. */
  void start(Node node) {
    node.start(settings(node));
  }

  private Map<String, String> settings(Node node) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("LIVEKIT_HTTP_URL", liveKit.url().toString());
    settings.put("LIVEKIT_API_KEY", liveKit.apiKey());
    settings.put("LIVEKIT_API_SECRET", liveKit.apiSecret());
    settings.put("GLADIA_API_URL", gladia.url().toString());
    settings.put("GLADIA_API_KEY", gladia.key());
    settings.put("roomscribe.security.api-key", NodeApi.KEY);
    settings.put("roomscribe.ingest.public-url", node.captureUrl().toString());
    settings.put("roomscribe.livekit.egress.max-concurrent", "100");
    settings.put("roomscribe.rtmp.mode", "off");
    // A busy machine delays the stand-ins' messages by more than a network would; what comes too
    // late tears a word of tones apart, where speech would only sound odd.
    settings.put("roomscribe.audio.jitter-target-ms", "800");
    settings.put("roomscribe.database.url", postgres.url());
    settings.put("roomscribe.database.user", "postgres");
    settings.put("roomscribe.database.password", "postgres");
    settings.put("roomscribe.database.directory", node.directory().resolve("data").toString());
    if (layout.sharedJournal()) {
      settings.put("roomscribe.journal.shared", "true");
      settings.put("roomscribe.journal.directory", directory.resolve("journal").toString());
    }
    return settings;
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    liveKit.close();
    gladia.close();
    postgres.close();
  }
}
