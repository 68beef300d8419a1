package io.roomscribe.it;

import static org.awaitility.Awaitility.await;

import io.roomscribe.servers.FreePort;
import io.roomscribe.servers.PayaraCommands;
import io.roomscribe.servers.SettingsFile;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.media.FfmpegProgram;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * What surrounds the server under test: free ports, the database, the stand-ins, and the settings
 * by which the WAR finds them.
 *
 * <p>Made once per run, before Arquillian reads arquillian.xml (which takes its ports and paths
 * from the system properties set here), and taken down after the last test. Does nothing outside
 * Failsafe.
 */
public final class TestBed implements LauncherSessionListener {

  static final String API_KEY = "it-api-key-of-32-characters-0123";

  private static final String PREFIX = "roomscribe.it.";
  private static final Duration SERVER_ENDS_WITHIN = Duration.ofSeconds(90);

  private final List<AutoCloseable> open = new ArrayList<>();

  /** The stand-ins that the server under test talks to, and where it receives RTMP. */
  record Bed(LiveKitStandIn liveKit, GladiaStandIn gladia, String rtmpUrl) {}

  private static volatile Bed bed;

  static Bed bed() {
    return bed;
  }

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty(PREFIX + "war") == null) {
      return;
    }
    try {
      setUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    for (int i = open.size() - 1; i >= 0; i--) {
      try {
        open.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("The test bed does not come down", e);
      }
    }
  }

  /** Where the WAR answers. */
  static URI base() {
    return URI.create("http://127.0.0.1:" + System.getProperty(PREFIX + "http-port"));
  }

  /** Where MicroProfile Health answers: WildFly serves it on its management port. */
  static URI health() {
    String port = isWildFly() ? "management-port" : "http-port";
    return URI.create("http://127.0.0.1:" + System.getProperty(PREFIX + port) + "/health");
  }

  /** Where the server under test receives RTMP, up to the application's name. */
  static String rtmpUrl() {
    return bed.rtmpUrl();
  }

  /** What the server has logged so far. */
  static String log() throws IOException {
    Path log = Path.of(System.getProperty(PREFIX + "log"));
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(isWildFly() ? log : log.getParent())) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains(".log")).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static Path recordings(Path directory) {
    return directory.resolve("recordings");
  }

  /** Where the server under test keeps recordings. */
  static Path recordings() {
    return Path.of(System.getProperty(PREFIX + "recordings"));
  }

  /** Processes of servers, whose command lines contain this. */
  static List<ProcessHandle> servers(String named) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains(named))
        .toList();
  }

  /**
   * Waits for the end of a Payara Micro that is being ended, whose adapter does not: the next one
   * wants its ports and its database.
   */
  static void awaitNoPayara() {
    await().atMost(SERVER_ENDS_WITHIN).until(() -> servers("payara-micro.jar").isEmpty());
  }

  static boolean isWildFly() {
    return "wildfly".equals(System.getProperty("arquillian.launch"));
  }

  private void setUp() throws IOException {
    for (String port : List.of("http-port", "https-port", "management-port")) {
      System.setProperty(PREFIX + port, Integer.toString(FreePort.any()));
    }
    String run =
        System.getProperty("arquillian.launch") + "-" + System.getProperty(PREFIX + "database");
    Path directory = Path.of(System.getProperty(PREFIX + "directory"), run);
    clear(directory);
    Files.createDirectories(directory);
    Path log = directory.resolve(isWildFly() ? "log" : "server.log");
    Path settings = SettingsFile.write(directory, settings(directory));
    System.setProperty(PREFIX + "log", log.toString());
    System.setProperty(PREFIX + "recordings", recordings(directory).toString());
    System.setProperty(PREFIX + "settings", settings.toString());
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<String, String> settings(Path directory) throws IOException {
    LiveKitStandIn liveKit =
        LiveKitStandIn.start(
            io.roomscribe.standin.livekit.StandInOptions.asLiveKit()
                .withKey("it-key", "it-livekit-secret-of-32-characters")
                .withWebhook(base().resolve("/api/v1/livekit/webhook")));
    open.add(liveKit);
    GladiaStandIn gladia = GladiaStandIn.start(io.roomscribe.standin.gladia.StandInOptions.tones());
    open.add(gladia);
    String rtmp = "127.0.0.1:" + FreePort.any();
    bed = new Bed(liveKit, gladia, "rtmp://" + rtmp + "/live");
    Map<String, String> settings = new TreeMap<>();
    settings.put("LIVEKIT_HTTP_URL", liveKit.url().toString());
    settings.put("LIVEKIT_API_KEY", liveKit.apiKey());
    settings.put("LIVEKIT_API_SECRET", liveKit.apiSecret());
    settings.put("GLADIA_API_URL", gladia.url().toString());
    settings.put("GLADIA_API_KEY", gladia.key());
    settings.put("roomscribe.security.api-key", API_KEY);
    settings.put("roomscribe.rooms.reconcile-interval", "PT3S");
    // Tests that want another capture ask for it.
    settings.put("roomscribe.rooms.capture", "tracks");
    settings.put("roomscribe.livekit.egress.max-concurrent", "100");
    settings.put("roomscribe.rooms.switch-back-after", "PT3S");
    settings.put("roomscribe.rtmp.listen", rtmp);
    settings.put("roomscribe.rtmp.public-url", bed.rtmpUrl());
    settings.put("roomscribe.rtmp.ffmpeg", FfmpegProgram.path().toString());
    // A busy machine delays the stand-in's messages by more than a network would; what arrives too
    // late tears a word of tones apart, where speech would only sound odd.
    settings.put("roomscribe.audio.jitter-target-ms", "800");
    settings.put("roomscribe.rooms.auto-start", "auto-.*");
    settings.put("roomscribe.recording.directory", recordings(directory).toString());
    settings.put("roomscribe.ingest.public-url", captureUrl(directory));
    if ("postgresql".equals(System.getProperty(PREFIX + "database"))) {
      EmbeddedPostgres database = EmbeddedPostgres.start();
      open.add(database);
      settings.put("roomscribe.database.url", database.getJdbcUrl("postgres", "postgres"));
      settings.put("roomscribe.database.user", "postgres");
      settings.put("roomscribe.database.password", "postgres");
    } else {
      settings.put("roomscribe.database.directory", directory.resolve("data").toString());
    }
    return settings;
  }

  /** WildFly is dialled where its API is, and reads no commands of Payara's. */
  private static String captureUrl(Path directory) throws IOException {
    Path shipped = Path.of(System.getProperty(PREFIX + "pre-boot"));
    Path commands = directory.resolve("pre-boot.asadmin");
    int port = FreePort.any();
    PayaraCommands.write(shipped, commands, port);
    System.setProperty(PREFIX + "payara-commands", commands.toString());
    return isWildFly() ? base().toString().replace("http:", "ws:") : "ws://127.0.0.1:" + port;
  }
}
