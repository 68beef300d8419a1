package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.servers.FreePort;
import io.roomscribe.servers.PayaraMicro;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.gladia.Timeline;
import io.roomscribe.standin.livekit.ConversationStage;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.media.FfmpegProgram;
import io.roomscribe.standin.speech.Conversation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * People talk in a room, and one reads along; then the stored transcript, and how good it is.
 *
 * <p>System properties: demo.war, demo.payara and demo.directory say where things are; demo.once
 * ends when the transcript is shown, with exit code 0 only if it is good; demo.room names the room
 * of a real LiveKit; demo.capture is how the room is heard (auto, tracks, room or rtmp); demo.bound
 * is the word error rate to stay under instead of {@link Conversation#werBound()}.
 */
public final class Demo {

  private static final String API_KEY = "demo-api-key-for-this-machine";

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger SERVER_LOG = Logger.getLogger("");

  private final PayaraMicro.Ports ports =
      new PayaraMicro.Ports(FreePort.usually(8080), FreePort.usually(8081));
  private final String capture = System.getProperty("demo.capture", "auto");
  private final Map<String, String> settings = new HashMap<>();
  private Optional<LiveKitStandIn> liveKit = Optional.empty();
  private Optional<GladiaStandIn> gladia = Optional.empty();

  private Demo() {}

  /** Runs the demo. */
  public static void main(String[] args) {
    SERVER_LOG.setLevel(Level.WARNING);
    boolean good = false;
    try {
      good = new Demo().run();
    } catch (IOException | RuntimeException e) {
      System.err.println("The demo failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The stand-ins' threads would keep the process.
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    say("\n=== Roomscribe demo ===\n");
    Path directory = Path.of(System.getProperty("demo.directory")).toAbsolutePath();
    configure(directory);
    say("Server    Payara Micro with roomscribe.war is starting …");
    try (DemoServer server = DemoServer.start(directory, ports, settings)) {
      RestClient rest = new RestClient(server.url(), API_KEY);
      server.awaitStart(rest);
      say("          serves at " + server.url() + ", logs to " + here(server.log()));
      boolean good = liveKit.isPresent() ? talk(rest, server.process()) : listen(rest);
      if (!Boolean.getBoolean("demo.once")) {
        tour(server.url());
        Thread.currentThread().join();
      }
      return good;
    }
  }

  private void configure(Path directory) {
    settings.put("roomscribe.security.api-key", API_KEY);
    settings.put("roomscribe.demo", "true");
    settings.put("roomscribe.livekit.egress.max-concurrent", "100");
    settings.put("roomscribe.ingest.public-url", "ws://127.0.0.1:" + ports.capture());
    int rtmpPort = FreePort.any();
    settings.put("roomscribe.rtmp.listen", "127.0.0.1:" + rtmpPort);
    settings.put("roomscribe.rtmp.public-url", "rtmp://127.0.0.1:" + rtmpPort + "/live");
    settings.put("roomscribe.rtmp.ffmpeg", FfmpegProgram.path().toString());
    settings.put("roomscribe.rooms.capture", capture);
    settings.put("roomscribe.livekit.egress.max-concurrent", "100");
    settings.put(
        "roomscribe.database.directory",
        directory.resolve("data-" + ProcessHandle.current().pid()).toString());
    if (System.getenv("LIVEKIT_API_KEY") == null) {
      URI webhook = URI.create("http://127.0.0.1:" + ports.api() + "/api/v1/livekit/webhook");
      LiveKitStandIn standIn =
          LiveKitStandIn.start(
              io.roomscribe.standin.livekit.StandInOptions.asLiveKit()
                  .withKey("demo-key", "demo-livekit-secret-of-32-characters")
                  .withWebhook(webhook));
      settings.put("LIVEKIT_HTTP_URL", standIn.url().toString());
      settings.put("LIVEKIT_API_KEY", standIn.apiKey());
      settings.put("LIVEKIT_API_SECRET", standIn.apiSecret());
      liveKit = Optional.of(standIn);
      say("LiveKit   a stand-in with recorded people (LIVEKIT_API_KEY is not set)");
    }
    if (System.getenv("GLADIA_API_KEY") == null) {
      GladiaStandIn standIn =
          GladiaStandIn.start(
              io.roomscribe.standin.gladia.StandInOptions.speech(
                  io.roomscribe.standin.gladia.StandInOptions.Engine.AUTO));
      settings.put("GLADIA_API_URL", standIn.url().toString());
      settings.put("GLADIA_API_KEY", standIn.key());
      gladia = Optional.of(standIn);
      say(
          "Gladia    a stand-in that hears by "
              + standIn.engine()
              + " (GLADIA_API_KEY is not set)");
    }
  }

  /** The recorded conversation in the stand-in's room. */
  private boolean talk(RestClient rest, ProcessHandle server)
      throws IOException, InterruptedException {
    Conversation conversation = Conversation.load();
    ConversationStage stage = liveKit.orElseThrow().stage("demo", conversation);
    long present = conversation.participants().stream().filter(p -> p.joinAtMs() == 0).count();
    String id = rest.startSession("demo").get("id").asText();
    announce(rest, id, "demo");
    CaptionScreen screen = follow(rest, id);
    awaitCaptures(rest, id, present);
    say(
        String.format(
            "People    %d talk for %d s, some at once, two join late, one is muted for a while%n",
            conversation.participants().size(), conversation.durationMs() / 1000));
    CpuCost before = CpuCost.of(server);
    SendLog sends = new SendLog();
    liveKit.orElseThrow().egresses().witness(Optional.of(sends));
    stage.begin();
    stage.over().join();
    CpuCost after = CpuCost.of(server);
    rest.stopSession(id);
    Verdict verdict = Verdict.of(conversation, finished(rest, id, screen));
    liveKit.orElseThrow().egresses().witness(Optional.empty());
    say(verdict.report());
    List<Timeline> timelines = gladia.map(GladiaStandIn::timelines).orElse(List.of());
    Evidence evidence = new Evidence(sends, timelines, screen.captions());
    long begunNanos = stage.begunNanos().orElseThrow();
    say(Latency.of(conversation, begunNanos, evidence).report());
    say(after.reportSince(before));
    return isGood(verdict);
  }

  private static boolean isGood(Verdict verdict) {
    String given = System.getProperty("demo.bound", "");
    double bound = given.isEmpty() ? Conversation.werBound() : Double.parseDouble(given);
    boolean isUnderBound = verdict.words().rate() < bound;
    if (!verdict.unheard().isEmpty()) {
      say("NOT GOOD: too little was heard of " + String.join(", ", verdict.unheard()) + ".");
    }
    say(
        (isUnderBound ? "Good: under" : "NOT GOOD: not under")
            + " the word error rate that the recogniser is known to stay under here, "
            + Math.round(100 * bound)
            + " %.");
    return isUnderBound && verdict.unheard().isEmpty();
  }

  /** A real room: as long as people talk in it. */
  private boolean listen(RestClient rest) throws IOException, InterruptedException {
    String room = System.getProperty("demo.room", "demo");
    String id = rest.startSession(room).get("id").asText();
    announce(rest, id, room);
    say("          until the room ends\n");
    CaptionScreen screen = follow(rest, id);
    screen.ended().await();
    return finished(rest, id, screen).size() > 0;
  }

  private static void announce(RestClient rest, String id, String room) {
    say("Session   " + id + " listens to room \"" + room + "\"");
    say("          in a browser: " + rest.page() + "#" + id);
  }

  private static CaptionScreen follow(RestClient rest, String id) {
    CaptionScreen screen = new CaptionScreen(System.out);
    Thread reader =
        new Thread(
            () -> {
              try {
                screen.show(rest.captions(id));
              } catch (IOException e) {
                System.err.println("Live captions: " + e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "captions");
    reader.setDaemon(true);
    reader.start();
    return screen;
  }

  /** Until every microphone is captured, or the room is by one egress. */
  private static void awaitCaptures(RestClient rest, String id, long wanted)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 120; tries++) {
      JsonNode session = rest.session(id);
      String active = session.at("/capture/active").asText();
      long capturing =
          Caption.stream(session.get("tracks"))
              .filter(track -> track.get("state").asText().equals("CAPTURING"))
              .count();
      if (active.equals("tracks") ? capturing >= wanted : isWholeRoom(active)) {
        return;
      }
      Thread.sleep(250);
    }
    throw new IOException("The room is not captured: " + rest.session(id));
  }

  private static boolean isWholeRoom(String capture) {
    return capture.equals("room") || capture.equals("rtmp");
  }

  private static JsonNode finished(RestClient rest, String id, CaptionScreen screen)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 240 && !isOver(rest.session(id)); tries++) {
      Thread.sleep(250);
    }
    screen.ended().await(5, TimeUnit.SECONDS);
    JsonNode lines = rest.transcript(id).get("lines");
    say("\nThe stored transcript, GET /api/v1/sessions/" + id + "/transcript:\n");
    lines.forEach(line -> say(Caption.format(line)));
    say("");
    return lines;
  }

  private static boolean isOver(JsonNode session) {
    String state = session.get("state").asText();
    return state.equals("ENDED") || state.equals("FAILED");
  }

  private static void tour(URI url) {
    say("\nStill serving, without a credential (roomscribe.demo=true); Ctrl-C ends it. Try:\n");
    say("  " + url + "/                          the page: sessions, captions, downloads");
    say("  " + url + "/api/v1/sessions           sessions, newest first");
    say("  " + url + "/api/v1/transcripts?q=plan  all that is stored, searched");
    say("  " + url + "/openapi                   the API's description");
    say("  " + url + "/health                    liveness and readiness");
  }

  /** A path as one would type it here. */
  private static Path here(Path path) {
    Path directory = Path.of("").toAbsolutePath();
    return path.startsWith(directory) ? directory.relativize(path) : path;
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
