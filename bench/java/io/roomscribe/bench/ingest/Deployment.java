package io.roomscribe.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomscribe.servers.PayaraMicro;
import io.roomscribe.servers.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The WAR on a server, asked for sessions as a client would; LiveKit and Gladia are doubles in this
 * process.
 */
final class Deployment implements Subject {

  static final String API_KEY = "bench-api-key-of-32-characters-01";
  private static final int JITTER_TARGET_MS = 100;

  /** How far behind its arrival a track is placed on purpose. */
  static final long JITTER_TARGET_NS = JITTER_TARGET_MS * 1_000_000L;

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration CAPTURE = Duration.ofSeconds(90);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper json = new ObjectMapper();
  private final List<String> sessions = new ArrayList<>();
  private final Pacer pacer;
  private final Latencies latencies;
  private final int tracksPerRoom;
  private final GladiaDouble gladia = new GladiaDouble();
  private final LiveKitDouble liveKit;
  private final Child child;
  private final URI api;
  private final Map<String, Marks> marksByRoom = new java.util.concurrent.ConcurrentHashMap<>();

  /** How a server is started, given the file of settings. */
  interface Start {
    Child at(PayaraMicro.Ports ports, Path settings) throws IOException;
  }

  /** A server that is not started yet. */
  record Launch(PayaraMicro.Ports ports, Start start) {}

  private Deployment(Launch launch, Path directory, Options options, Pacer pacer, Latencies late)
      throws IOException {
    this.pacer = pacer;
    this.latencies = late;
    this.tracksPerRoom = options.roomSizes().get(0);
    this.liveKit =
        new LiveKitDouble(
            (url, room, track) ->
                pacer.add(WireTrack.dial(url, track == 0 ? marksByRoom.get(room) : null)));
    this.api = URI.create("http://127.0.0.1:" + launch.ports().api() + "/api/v1/");
    Path settings = SettingsFile.write(directory, settings(directory, launch.ports().capture()));
    this.child = launch.start().at(launch.ports(), settings);
  }

  /** Starts one and waits until it serves. */
  static Deployment start(
      Launch launch, Path directory, Options options, Pacer pacer, Latencies latencies)
      throws IOException, InterruptedException {
    Deployment started = new Deployment(launch, directory, options, pacer, latencies);
    long untilNs = System.nanoTime() + START.toNanos();
    while (!started.isServing()) {
      started.child.checkAlive();
      if (System.nanoTime() > untilNs) {
        started.close();
        throw new IOException("the server does not serve");
      }
      Thread.sleep(500);
    }
    return started;
  }

  private Map<String, String> settings(Path directory, int capturePort) {
    Map<String, String> all = new TreeMap<>();
    all.put("LIVEKIT_HTTP_URL", liveKit.url().toString());
    all.put("LIVEKIT_API_KEY", "bench-key");
    all.put("LIVEKIT_API_SECRET", "bench-livekit-secret-of-32-characters");
    all.put("GLADIA_API_URL", gladia.url().toString());
    all.put("GLADIA_API_KEY", "bench-gladia-key");
    all.put("roomscribe.security.api-key", API_KEY);
    all.put("roomscribe.ingest.public-url", "ws://127.0.0.1:" + capturePort);
    all.put("roomscribe.audio.jitter-target-ms", Integer.toString(JITTER_TARGET_MS));
    // One egress for each track, however many there are; the double knows no other way.
    all.put("roomscribe.rooms.capture", "tracks");
    all.put("roomscribe.livekit.egress.max-concurrent", "10000");
    all.put("roomscribe.rooms.max-sessions", "2000");
    all.put("roomscribe.gladia.park-after", Options.text("park-after", "PT45S"));
    all.put("roomscribe.captions.viewers", "100000");
    all.put("roomscribe.database.directory", directory.resolve("data").toString());
    return all;
  }

  @Override
  public long pid() {
    return child.pid();
  }

  @Override
  public boolean isJvm() {
    return true;
  }

  @Override
  public void addTracks(int count) throws IOException, InterruptedException {
    List<String> opened = new ArrayList<>();
    for (int left = count; left > 0; left -= tracksPerRoom) {
      String room = "load-" + (sessions.size() + opened.size());
      Marks marks = new Marks(latencies);
      marksByRoom.put(room, marks);
      gladia.expect(room, marks);
      liveKit.open(room, Math.min(left, tracksPerRoom));
      // The vocabulary is what tells Gladia's double which room it hears.
      String request =
          "{\"room\":\"" + room + "\",\"options\":{\"vocabulary\":[\"" + room + "\"]}}";
      opened.add(start(request));
    }
    sessions.addAll(opened);
    awaitCapture();
  }

  /** Begins with so many sessions more, of rooms in which nobody has a microphone. */
  void addRooms(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      String room = "load-" + sessions.size();
      liveKit.open(room, 0);
      sessions.add(start("{\"room\":\"" + room + "\"}"));
    }
  }

  private String start(String request) throws IOException, InterruptedException {
    return json.readTree(send("sessions", BodyPublishers.ofString(request))).get("id").asText();
  }

  /** A microphone in each room is captured for a moment. */
  void soundBriefly() throws IOException, InterruptedException {
    liveKit.soundBriefly();
    long untilNs = System.nanoTime() + CAPTURE.toNanos();
    while (liveKit.soundingRooms() > 0) {
      child.checkAlive();
      if (System.nanoTime() > untilNs) {
        throw new IOException(liveKit.soundingRooms() + " rooms are not captured");
      }
      Thread.sleep(500);
    }
  }

  private void awaitCapture() throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + CAPTURE.toNanos();
    while (!isCapturing()) {
      child.checkAlive();
      if (System.nanoTime() > untilNs) {
        throw new IOException(
            "the tracks are not captured; " + liveKit.failures() + " dials failed");
      }
      Thread.sleep(500);
    }
  }

  private boolean isCapturing() throws IOException, InterruptedException {
    for (String id : sessions) {
      JsonNode tracks = session(id).get("tracks");
      if (tracks.isEmpty()) {
        return false;
      }
      for (JsonNode track : tracks) {
        if (track.path("counters").path("receivedMs").asLong() == 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Where the live captions of the first room are. */
  URI captions() {
    return api.resolve("sessions/" + sessions.get(0) + "/captions");
  }

  /** Somebody in the first room has said this. */
  void say(String word) {
    gladia.say("load-0", word);
  }

  @Override
  public Samples samples() throws IOException, InterruptedException {
    long received = 0;
    long invented = 0;
    long lost = 0;
    for (String id : sessions) {
      JsonNode session = session(id);
      lost += session.path("transcription").path("refusedMs").asLong();
      for (JsonNode track : session.get("tracks")) {
        JsonNode counters = track.get("counters");
        received += counters.get("receivedMs").asLong();
        invented += counters.get("inventedMs").asLong();
        lost += counters.get("droppedInSilenceMs").asLong();
        lost += counters.get("droppedInSpeechMs").asLong();
        lost += counters.get("overflowedMs").asLong();
      }
    }
    return new Samples(received, invented, lost);
  }

  @Override
  public void close() {
    child.close();
    liveKit.close();
    gladia.close();
  }

  private JsonNode session(String id) throws IOException, InterruptedException {
    return json.readTree(send("sessions/" + id, null));
  }

  private boolean isServing() throws InterruptedException {
    try {
      send("sessions?limit=1", null);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String send(String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .header("X-API-Key", API_KEY)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20));
    HttpRequest whole = body == null ? request.GET().build() : request.POST(body).build();
    HttpResponse<String> response = http.send(whole, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(path + ": HTTP " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
