package io.roomscribe.transcription.gladia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.roomscribe.transcription.TranscriptionException;
import io.roomscribe.transcription.TranscriptionException.Category;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GladiaApiTest {

  private static final String KEY = "a-very-secret-key";

  private final BlockingQueue<Answer<GladiaSession>> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpExchange> seen = new LinkedBlockingQueue<>();
  private HttpServer server;
  private volatile int status = 201;
  private volatile String body = "";
  private volatile String retryAfter = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void initiate_relativeSocketAddress_isResolvedAsWebSocket() throws Exception {
    body = "{\"id\":\"s1\",\"url\":\"/v2/live?token=t\"}";

    Answer<GladiaSession> answer = initiate(Optional.empty());

    assertThat(answer.value().id()).isEqualTo("s1");
    assertThat(answer.value().socket())
        .isEqualTo(
            URI.create("ws://127.0.0.1:" + server.getAddress().getPort() + "/v2/live?token=t"));
  }

  @Test
  void initiate_absoluteSocketAddress_isTakenAsItIs() throws Exception {
    body = "{\"id\":\"s1\",\"url\":\"wss://other.test/x?token=t\"}";

    assertThat(initiate(Optional.empty()).value().socket())
        .isEqualTo(URI.create("wss://other.test/x?token=t"));
  }

  @Test
  void initiate_withRegion_sendsItAsTheOnlyParameter() throws Exception {
    body = "{\"id\":\"s1\",\"url\":\"wss://other.test/\"}";

    initiate(Optional.of("eu-west"));

    HttpExchange request = seen.take();
    assertThat(request.getRequestURI()).isEqualTo(URI.create("/v2/live?region=eu-west"));
    assertThat(request.getRequestHeaders().getFirst("x-gladia-key")).isEqualTo(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "400,INVALID_REQUEST",
    "401,UNAUTHORIZED",
    "402,UNAUTHORIZED",
    "403,UNAUTHORIZED",
    "408,UNAVAILABLE",
    "422,INVALID_REQUEST",
    "429,BUSY",
    "500,UNAVAILABLE",
    "503,UNAVAILABLE",
    "301,UNAVAILABLE"
  })
  void initiate_refused_getsTheCategory(int refusal, Category category) throws Exception {
    status = refusal;
    body = "<html>";

    assertThat(initiate(Optional.empty()).trouble().category()).isEqualTo(category);
  }

  @Test
  void initiate_invalid_namesWhatIsWrong() throws Exception {
    status = 400;
    body =
        "{\"message\":\"Invalid parameter(s)\",\"request_id\":\"G-1\","
            + "\"validation_errors\":[\"channels must not be greater than 8\"]}";

    assertThat(initiate(Optional.empty()).trouble())
        .hasMessageContaining("Invalid parameter(s)")
        .hasMessageContaining("channels must not be greater than 8")
        .hasMessageContaining("G-1");
  }

  @ParameterizedTest
  @CsvSource({"7,PT7S", "'',PT0S", "Wed 21 Oct,PT0S", "999999,PT5M"})
  void initiate_busy_passesOnHowLongToWait(String header, Duration wait) throws Exception {
    status = 429;
    retryAfter = header;

    assertThat(initiate(Optional.empty()).retryAfter()).isEqualTo(wait);
  }

  @Test
  void initiate_nobodyThere_isUnavailableWithoutShowingAddressOrKey() throws Exception {
    server.stop(0);

    TranscriptionException trouble = initiate(Optional.empty()).trouble();

    assertThat(trouble.category()).isEqualTo(Category.UNAVAILABLE);
    assertThat(trouble.getMessage()).doesNotContain(KEY, "127.0.0.1");
  }

  @Test
  void probe_keyAccepted_passes() {
    status = 200;
    body = "{\"items\":[]}";

    api(Optional.empty()).probe();

    assertThat(seen.remove().getRequestURI()).isEqualTo(URI.create("/v2/live?limit=1"));
  }

  @Test
  void probe_keyRefused_saysSo() {
    status = 401;
    body = "{\"message\":\"gladia key not found\"}";

    assertThatThrownBy(() -> api(Optional.empty()).probe())
        .isInstanceOf(TranscriptionException.class)
        .hasMessageContaining("gladia key not found")
        .extracting(thrown -> ((TranscriptionException) thrown).category())
        .isEqualTo(Category.UNAUTHORIZED);
  }

  @Test
  void access_asText_hidesTheKey() {
    assertThat(access(Optional.empty()).toString()).doesNotContain(KEY).contains("key=set");
  }

  @Test
  void session_asText_hidesTheAddress() {
    assertThat(new GladiaSession("45463597-20b7", URI.create("wss://g/?token=t")))
        .hasToString("45463597");
  }

  private Answer<GladiaSession> initiate(Optional<String> region) throws InterruptedException {
    api(region).initiate(JsonValue.EMPTY_JSON_OBJECT, answers::add);
    return answers.poll(90, TimeUnit.SECONDS);
  }

  private GladiaApi api(Optional<String> region) {
    return new GladiaApi(HttpClient.newHttpClient(), access(region), Duration.ofSeconds(5));
  }

  private GladiaAccess access(Optional<String> region) {
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new GladiaAccess(api, Optional.of(KEY), region);
  }

  private void answer(HttpExchange exchange) throws IOException {
    seen.add(exchange);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
