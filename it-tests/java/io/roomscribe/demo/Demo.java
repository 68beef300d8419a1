package io.roomscribe.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.gladia.GladiaStandIn;
import io.roomscribe.standin.livekit.ConversationStage;
import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.speech.Conversation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.StreamSupport;

/**
 * People talk in a room, and one reads along; then the stored transcript, and how good it is.
 *
 * <p>System properties: demo.war, demo.payara and demo.directory say where things are; demo.once
 * ends when the transcript is shown, with exit code 0 only if it is good; demo.room names the room
 * of a real LiveKit.
 */
public final class Demo {

  private static final String API_KEY = "demo-api-key-for-this-machine";

  /** The share of wrong words that Sphinx4, the weaker of the two recognisers, stays under. */
  private static final double WORD_ERROR_BOUND = 0.45;

  /** Kept, since a logger that nobody holds forgets its level. */
  private static final Logger SERVER_LOG = Logger.getLogger("");

  private final int port = DemoServer.freePort();
  private final Map<String, String> settings = new HashMap<>();
  private Optional<LiveKitStandIn> liveKit = Optional.empty();

  private Demo() {}

  /** Runs the demo. */
  public static void main(String[] args) throws Exception {
    SERVER_LOG.setLevel(Level.WARNING);
    boolean good = new Demo().run();
    System.exit(good ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    Path directory = Path.of(System.getProperty("demo.directory")).toAbsolutePath();
    configure(directory);
    say("Starting Payara Micro with roomscribe.war …");
    try (DemoServer server = DemoServer.start(directory, port, settings)) {
      RestClient rest = new RestClient(server.url(), API_KEY);
      server.awaitStart(rest);
      say("Serving at " + server.url() + "; the server's log is " + server.log());
      boolean good = liveKit.isPresent() ? talk(rest, liveKit.get()) : listen(rest);
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
    settings.put("roomscribe.ingest.public-url", "ws://127.0.0.1:" + port);
    settings.put(
        "roomscribe.database.directory",
        directory.resolve("data-" + ProcessHandle.current().pid()).toString());
    if (System.getenv("LIVEKIT_API_KEY") == null) {
      URI webhook = URI.create("http://127.0.0.1:" + port + "/api/v1/livekit/webhook");
      LiveKitStandIn standIn =
          LiveKitStandIn.start(
              io.roomscribe.standin.livekit.StandInOptions.asLiveKit()
                  .withKey("demo-key", "demo-livekit-secret-of-32-characters")
                  .withWebhook(webhook));
      settings.put("LIVEKIT_HTTP_URL", standIn.url().toString());
      settings.put("LIVEKIT_API_KEY", standIn.apiKey());
      settings.put("LIVEKIT_API_SECRET", standIn.apiSecret());
      liveKit = Optional.of(standIn);
      say("No LIVEKIT_API_KEY in the environment: a stand-in plays LiveKit, and recorded people.");
    }
    if (System.getenv("GLADIA_API_KEY") == null) {
      GladiaStandIn standIn =
          GladiaStandIn.start(
              io.roomscribe.standin.gladia.StandInOptions.speech(
                  io.roomscribe.standin.gladia.StandInOptions.Engine.AUTO));
      settings.put("GLADIA_API_URL", standIn.url().toString());
      settings.put("GLADIA_API_KEY", standIn.key());
      say("No GLADIA_API_KEY in the environment: a stand-in listens (" + standIn.engine() + ").");
    }
  }

  /** The recorded conversation in the stand-in's room. */
  private boolean talk(RestClient rest, LiveKitStandIn standIn)
      throws IOException, InterruptedException {
    Conversation conversation = Conversation.load();
    ConversationStage stage = standIn.stage("demo", conversation);
    long present = conversation.participants().stream().filter(p -> p.joinAtMs() == 0).count();
    String id = rest.startSession("demo").get("id").asText();
    say("Session " + id + " listens to room \"demo\", " + present + " people are there.");
    CaptionScreen screen = follow(rest, id);
    awaitCaptures(rest, id, present);
    say(conversation.participants().size() + " people talk about " + conversation.name() + ":\n");
    stage.begin();
    stage.over().join();
    rest.stopSession(id);
    JsonNode lines = finished(rest, id, screen);
    Verdict verdict = Verdict.of(conversation, lines);
    say(verdict.report());
    boolean good = verdict.everybodyWasHeard() && verdict.words().rate() <= WORD_ERROR_BOUND;
    say(
        good
            ? "Everybody was heard, and the error rate is under the bound of "
                + Math.round(100 * WORD_ERROR_BOUND)
                + " %."
            : "NOT GOOD: somebody was not heard, or too many words are wrong.");
    return good;
  }

  /** A real room: as long as people talk in it. */
  private boolean listen(RestClient rest) throws IOException, InterruptedException {
    String room = System.getProperty("demo.room", "demo");
    String id = rest.startSession(room).get("id").asText();
    say("Session " + id + " listens to room \"" + room + "\" until it ends.\n");
    CaptionScreen screen = follow(rest, id);
    screen.ended().await();
    return finished(rest, id, screen).size() > 0;
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

  private static void awaitCaptures(RestClient rest, String id, long wanted)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 120; tries++) {
      long capturing =
          StreamSupport.stream(rest.session(id).get("tracks").spliterator(), false)
              .filter(track -> track.get("state").asText().equals("CAPTURING"))
              .count();
      if (capturing >= wanted) {
        return;
      }
      Thread.sleep(250);
    }
    throw new IOException("The tracks are not captured: " + rest.session(id));
  }

  private static JsonNode finished(RestClient rest, String id, CaptionScreen screen)
      throws IOException, InterruptedException {
    for (int tries = 0; tries < 240 && !isOver(rest.session(id)); tries++) {
      Thread.sleep(250);
    }
    screen.ended().await(5, TimeUnit.SECONDS);
    JsonNode lines = rest.transcript(id).get("lines");
    say("\nThe stored transcript, GET /api/v1/sessions/" + id + "/transcript:\n");
    lines.forEach(line -> System.out.println(CaptionScreen.format(line)));
    say("");
    return lines;
  }

  private static boolean isOver(JsonNode session) {
    String state = session.get("state").asText();
    return state.equals("ENDED") || state.equals("FAILED");
  }

  private static void tour(URI url) {
    say("Still serving; Ctrl-C ends it. No credential is needed here (roomscribe.demo=true). Try:");
    say("  " + url + "/                       the page: live captions of a session");
    say("  " + url + "/api/v1/sessions        sessions, newest first");
    say("  " + url + "/api/v1/transcripts?q=  all transcripts, searched");
    say("  " + url + "/openapi                the API's description");
    say("  " + url + "/health                 liveness and readiness");
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
