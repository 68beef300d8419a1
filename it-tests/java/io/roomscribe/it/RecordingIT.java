package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.gladia.ToneAlphabet;
import io.roomscribe.standin.livekit.StandInTrack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session's audio is kept where it was asked for, and served as players and browsers want it. */
@Served
class RecordingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SAMPLES_PER_MS = 16;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Api api = new Api(TestBed.base(), TestBed.API_KEY);
  private Meeting meeting;

  @BeforeEach
  void open() {
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    meeting.close();
  }

  @Test
  void talk_recorded_standsInTheWavWhereItsLinesSay() throws Exception {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    StandInTrack bob = meeting.microphone("bob", "Bob");
    meeting.start("{\"recording\":true}");
    meeting.awaitCapturing(2);
    Talk.say(ann, "good morning");
    meeting.awaitLine("Ann: good morning");
    assertThat(meeting.session().at("/recording/state").asText()).isEqualTo("RECORDING");
    byte[] soFar = get(Map.of()).body();
    Talk.say(bob, "hello ann");
    meeting.awaitLine("Bob: hello ann");
    meeting.stop();
    awaitKept();

    byte[] wav = get(Map.of()).body();
    short[] samples = samples(wav);
    JsonNode lines = api.get("/sessions/" + meeting.sessionId() + "/transcript").get("lines");
    assertThat(lines).hasSize(2);
    for (JsonNode line : lines) {
      assertThat(likeness(samples, line)).as(line.toString()).isGreaterThan(0.8);
    }
    long pauseFrom = lines.get(0).get("endMs").asLong() + 300;
    long pauseTo = lines.get(1).get("startMs").asLong() - 300;
    assertThat(loudest(samples, pauseFrom, pauseTo)).isLessThan(50);
    assertThat(samples(soFar)).hasSizeLessThan(samples.length);
    assertThat(Arrays.copyOf(samples, samples(soFar).length)).isEqualTo(samples(soFar));
    JsonNode kept = meeting.session().get("recording");
    assertThat(kept.get("lostMs").asLong()).isZero();
    assertThat(kept.get("durationMs").asLong()).isEqualTo(samples.length / SAMPLES_PER_MS);
    assertThat(kept.get("keptUntil").asText()).isNotEmpty();
  }

  @Test
  void download_inParts_isThatOfTheWhole_andDeletedIsGone() throws Exception {
    record("{\"recording\":true}");
    awaitKept();
    HttpResponse<byte[]> whole = get(Map.of());
    int length = whole.body().length;
    String tag = header(whole, "ETag");
    assertThat(header(whole, "Content-Type")).startsWith("audio/wav");
    assertThat(header(whole, "Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(whole, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"recording-" + meeting.sessionId() + ".wav\"");

    assertPart(whole.body(), "bytes=0-79", 0, 80);
    assertPart(whole.body(), "bytes=70-3000", 70, 3001);
    assertPart(whole.body(), "bytes=20001-", 20_001, length);
    assertPart(whole.body(), "bytes=-500", length - 500, length);

    HttpResponse<byte[]> beyond = get(Map.of("Range", "bytes=" + length + "-"));
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + length);
    assertThat(header(beyond, "Content-Type")).startsWith("application/problem+json");
    HttpResponse<byte[]> several = get(Map.of("Range", "bytes=0-1,5-6"));
    assertThat(several.statusCode()).isEqualTo(200);
    assertThat(several.body()).isEqualTo(whole.body());

    assertThat(get(Map.of("If-None-Match", tag)).statusCode()).isEqualTo(304);
    Map<String, String> same = Map.of("Range", "bytes=0-9", "If-Range", tag);
    assertThat(get(same).statusCode()).isEqualTo(206);
    String date = header(whole, "Last-Modified");
    Map<String, String> sameDate = Map.of("Range", "bytes=0-9", "If-Range", date);
    assertThat(get(sameDate).statusCode()).isEqualTo(206);
    Map<String, String> changed = Map.of("Range", "bytes=0-9", "If-Range", "\"another\"");
    assertThat(get(changed).statusCode()).isEqualTo(200);

    HttpResponse<byte[]> head = send(request().method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(header(head, "ETag")).isEqualTo(tag);
    assertThat(header(head, "Content-Type")).startsWith("audio/wav");

    assertThat(send(request().DELETE()).statusCode()).isEqualTo(204);
    HttpResponse<byte[]> gone = get(Map.of());
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(header(gone, "Content-Type")).startsWith("application/problem+json");
    assertThat(send(request().DELETE()).statusCode()).isEqualTo(204);
    assertThat(meeting.session().at("/recording/state").asText()).isEqualTo("DELETED");
  }

  @Test
  void download_brokenOffByTheListener_isNoErrorOfTheServer() throws Exception {
    record("{\"recording\":true}");
    awaitKept();
    Path file;
    try (Stream<Path> parts = Files.list(TestBed.recordings().resolve(meeting.sessionId()))) {
      file = parts.filter(part -> part.toString().endsWith(".pcm")).findFirst().orElseThrow();
    }
    long bytes = 200_000_000;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
    String before = TestBed.log();
    URI path = path();
    try (Socket listener = new Socket(path.getHost(), path.getPort())) {
      listener.setSoLinger(true, 0);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n"
              .formatted(path.getPath(), TestBed.API_KEY);
      listener.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(listener.getInputStream().readNBytes(100_000)).hasSize(100_000);
    }

    HttpResponse<byte[]> last = get(Map.of("Range", "bytes=-10"));

    assertThat(header(last, "Content-Range")).matches("bytes 2\\d+-2\\d+/2\\d{8}");
    String after = TestBed.log();
    for (String complaint :
        List.of("request-failed", "writing a response message", "closing the output stream")) {
      assertThat(after.split(complaint)).hasSameSizeAs(before.split(complaint));
    }
  }

  @Test
  void recording_isForThoseWhoManageTheRoom_andOnlyWhereAskedFor() throws Exception {
    record("{}");
    assertThat(meeting.session().path("recording").isObject()).isFalse();
    String participant = Signed.joining(TestBed.bed().liveKit(), meeting.room());
    String administrator = Signed.administering(TestBed.bed().liveKit(), meeting.room());

    assertThat(as(participant, "GET").statusCode()).isEqualTo(403);
    assertThat(as(participant, "DELETE").statusCode()).isEqualTo(403);
    assertThat(as(administrator, "GET").statusCode()).isEqualTo(404);
    assertThat(as(administrator, "DELETE").statusCode()).isEqualTo(404);
  }

  /** A short talk, which is over. */
  private void record(String options) {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start(options);
    meeting.awaitCapturing(1);
    Talk.say(ann, "one two");
    meeting.awaitLine("Ann: one two");
    meeting.stop();
  }

  /** The last samples are written beside what ends the session. */
  private void awaitKept() {
    await()
        .atMost(PATIENCE)
        .until(() -> meeting.session().at("/recording/state").asText().equals("KEPT"));
  }

  private void assertPart(byte[] whole, String range, int first, int end) {
    HttpResponse<byte[]> part = get(Map.of("Range", range));
    assertThat(part.statusCode()).as(range).isEqualTo(206);
    assertThat(header(part, "Content-Range"))
        .isEqualTo("bytes " + first + "-" + (end - 1) + "/" + whole.length);
    assertThat(header(part, "Content-Length")).isEqualTo(Integer.toString(end - first));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, first, end));
  }

  /** How like the line's words in tones the recording is where they were said: 1 is the same. */
  static double likeness(short[] samples, JsonNode line) {
    short[] words = ToneAlphabet.encode(line.get("text").asText());
    int about = line.get("startMs").asInt() * SAMPLES_PER_MS;
    double best = 0;
    for (int at = Math.max(0, about - 4_800);
        at <= about + 4_800 && at + words.length <= samples.length;
        at++) {
      best = Math.max(best, correlation(samples, at, words));
    }
    return best;
  }

  private static double correlation(short[] samples, int at, short[] words) {
    double product = 0;
    double one = 1;
    double other = 1;
    for (int i = 0; i < words.length; i++) {
      product += (double) samples[at + i] * words[i];
      one += (double) samples[at + i] * samples[at + i];
      other += (double) words[i] * words[i];
    }
    return product / Math.sqrt(one * other);
  }

  private static int loudest(short[] samples, long fromMs, long toMs) {
    assertThat(toMs).isGreaterThan(fromMs);
    int loudest = 0;
    for (int i = (int) fromMs * SAMPLES_PER_MS; i < toMs * SAMPLES_PER_MS; i++) {
      loudest = Math.max(loudest, Math.abs(samples[i]));
    }
    return loudest;
  }

  static short[] samples(byte[] wav) throws IOException, UnsupportedAudioFileException {
    try (AudioInputStream audio = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
      assertThat(audio.getFormat().getSampleRate()).isEqualTo(16_000);
      byte[] bytes = audio.readAllBytes();
      assertThat(bytes).hasSize((int) audio.getFrameLength() * 2).hasSize(wav.length - 80);
      short[] samples = new short[bytes.length / 2];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
      return samples;
    }
  }

  private HttpResponse<byte[]> get(Map<String, String> headers) {
    HttpRequest.Builder request = request();
    headers.forEach(request::header);
    return send(request);
  }

  private HttpResponse<byte[]> as(String token, String method) {
    return send(
        HttpRequest.newBuilder(path())
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody()));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(path()).header("X-API-Key", TestBed.API_KEY);
  }

  private URI path() {
    return TestBed.base().resolve("/api/v1/sessions/" + meeting.sessionId() + "/recording");
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
