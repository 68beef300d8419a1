package io.roomscribe.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.standin.livekit.LiveKitStandIn;
import io.roomscribe.standin.livekit.StandInTrack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what over HTTP, and how a wrong request is told what is wrong with it. */
@Served
class AccessIT {

  private final Api key = new Api(TestBed.base(), TestBed.API_KEY);
  private final Api nobody = Api.anonymous(TestBed.base());
  private LiveKitStandIn liveKit;
  private Meeting meeting;

  @BeforeEach
  void open() {
    liveKit = TestBed.bed().liveKit();
    meeting = new Meeting();
  }

  @AfterEach
  void close() {
    meeting.close();
  }

  @Test
  void request_withoutACredentialThatHolds_is401WithTheScheme() {
    assertUnauthorized(nobody);
    assertUnauthorized(new Api(TestBed.base(), "it-api-key-of-32-characters-0124"));
    assertUnauthorized(new Api(TestBed.base(), ""));
    assertUnauthorized(Api.bearer(TestBed.base(), "nonsense"));
    assertUnauthorized(Api.bearer(TestBed.base(), Signed.forged(liveKit, meeting.room())));
    Map<String, Object> grants = Map.of("room", meeting.room(), "roomAdmin", true);
    String expired = Signed.token(liveKit, grants, Duration.ofMinutes(-2));
    assertUnauthorized(Api.bearer(TestBed.base(), expired));
  }

  @Test
  void apiKey_asBearer_holdsToo() {
    assertThat(Api.bearer(TestBed.base(), TestBed.API_KEY).ask("/sessions").status())
        .isEqualTo(200);
  }

  @Test
  void participant_readsTheirRoom_butDoesNotManageIt() {
    StandInTrack ann = meeting.microphone("ann", "Ann");
    meeting.start();
    meeting.awaitCapturing(ann);
    Talk.say(ann, "hello");
    meeting.awaitLine("Ann: hello");
    Api participant = Api.bearer(TestBed.base(), Signed.joining(liveKit, meeting.room()));
    String session = "/sessions/" + meeting.sessionId();

    assertThat(participant.ask(session).status()).isEqualTo(200);
    assertThat(participant.get(session + "/transcript").get("lines")).hasSize(1);
    assertThat(participant.get("/transcripts?room=" + meeting.room()).get("lines")).hasSize(1);
    assertThat(participant.get("/sessions?room=" + meeting.room()).get("items")).hasSize(1);
    try (Captions captions = participant.captions(meeting.sessionId(), null)) {
      captions.awaitStatus(200);
    }
    assertForbidden(participant.post("/sessions", "{\"room\":\"" + meeting.room() + "\"}"));
    assertForbidden(participant.post(session + "/stop", ""));
    assertThat(meeting.state()).isEqualTo("ACTIVE");
  }

  @Test
  void participant_readsNoOtherRoom() {
    meeting.start();
    Api stranger = Api.bearer(TestBed.base(), Signed.joining(liveKit, "another-room"));
    String session = "/sessions/" + meeting.sessionId();

    assertForbidden(stranger.ask(session));
    assertForbidden(stranger.ask(session + "/transcript"));
    assertForbidden(stranger.ask(session + "/captions"));
    assertForbidden(stranger.ask("/sessions"));
    assertForbidden(stranger.ask("/sessions?room=" + meeting.room()));
    assertForbidden(stranger.ask("/transcripts?room=" + meeting.room()));
    assertForbidden(stranger.post(session + "/stop", ""));
    assertThat(stranger.ask("/transcripts").status()).isEqualTo(400);
  }

  @Test
  void administrator_startsAndStopsTheirRoom() {
    Api admin = Api.bearer(TestBed.base(), Signed.administering(liveKit, meeting.room()));

    Api.Answer started = admin.post("/sessions", "{\"room\":\"" + meeting.room() + "\"}");

    assertThat(started.status()).isEqualTo(201);
    String id = started.json().get("id").asText();
    assertThat(started.header("Location")).endsWith("/api/v1/sessions/" + id);
    assertForbidden(admin.post("/sessions", "{\"room\":\"another-room\"}"));
    assertThat(admin.post("/sessions/" + id + "/stop", "").status()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(admin.get("/sessions/" + id).get("transitions").toString())
                    .contains("stopped by request"));
  }

  @Test
  void start_wrongBody_is400AndNamesTheField() {
    assertBadRequest(key.post("/sessions", ""), "required");
    assertBadRequest(key.post("/sessions", "{\"room\""), "JSON");
    assertBadRequest(key.post("/sessions", "[]"), "JSON");
    assertBadRequest(key.post("/sessions", "{}"), "room");
    assertBadRequest(key.post("/sessions", "{\"room\":\"  \"}"), "room");
    assertBadRequest(key.post("/sessions", "{\"room\":\"a\\u0000b\"}"), "room");
    assertBadRequest(start("\"endpointing\":60"), "options.endpointing");
    assertBadRequest(start("\"endpointing\":\"soon\""), "endpointing");
    assertBadRequest(start("\"languages\":[\"English!\"]"), "options.languages");
    assertBadRequest(start("\"languages\":\"en\""), "languages");
    assertBadRequest(start("\"languages\":[null]"), "options.languages");
    assertBadRequest(start("\"vocabulary\":[\"\"]"), "options.vocabulary");
    assertThat(key.get("/sessions?room=" + meeting.room()).get("items")).isEmpty();
  }

  @Test
  void start_fieldsOfALaterVersion_areSkipped() {
    Api.Answer started =
        key.post("/sessions", "{\"room\":\"" + meeting.room() + "\",\"mood\":\"good\"}");

    assertThat(started.status()).isEqualTo(201);
    key.post("/sessions/" + started.json().get("id").asText() + "/stop", "");
  }

  @Test
  void session_unknown_is404() {
    assertProblem(key.ask("/sessions/01-no-such"), 404, "01-no-such");
    assertProblem(key.post("/sessions/01-no-such/stop", ""), 404, "01-no-such");
    assertProblem(key.ask("/sessions/01-no-such/transcript"), 404, "01-no-such");
    assertProblem(key.ask("/sessions/01-no-such/captions"), 404, "01-no-such");
  }

  @Test
  void query_wrongValue_is400AndNamesTheParameter() {
    meeting.start();
    String transcript = "/sessions/" + meeting.sessionId() + "/transcript";

    assertBadRequest(key.ask("/sessions?state=asleep"), "state");
    assertBadRequest(key.ask("/sessions?limit=0"), "limit");
    assertBadRequest(key.ask("/sessions?limit=201"), "limit");
    assertBadRequest(key.ask("/sessions?limit=many"), "limit");
    assertBadRequest(key.ask("/sessions?cursor=%21%21"), "cursor");
    assertBadRequest(key.ask(transcript + "?limit=0"), "limit");
    assertBadRequest(key.ask(transcript + "?cursor=nonsense"), "cursor");
    assertBadRequest(key.ask(transcript + "?from=yesterday"), "from");
    assertBadRequest(key.ask(transcript + "?format=pdf"), "format");
    assertBadRequest(key.ask("/transcripts?cursor=nonsense"), "cursor");
    assertBadRequest(key.ask("/transcripts?order=random"), "order");
    assertBadRequest(key.ask("/transcripts?to=tomorrow"), "to");
  }

  @Test
  void page_andItsFiles_needNoCredential_andBrowsersAreToldTheRules() throws Exception {
    assertStatic("/", "text/html", "<title>Roomscribe</title>");
    assertStatic("/roomscribe.js", "javascript", "fetch(");
    assertStatic("/roomscribe.css", "text/css", "body");
    assertThat(nobody.ask("/sessions").header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private Api.Answer start(String option) {
    return key.post(
        "/sessions", "{\"room\":\"" + meeting.room() + "\",\"options\":{" + option + "}}");
  }

  private static void assertStatic(String path, String type, String content) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(TestBed.base() + path)).build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).contains(type);
    assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.body()).contains(content);
  }

  private void assertUnauthorized(Api api) {
    Api.Answer answer = api.ask("/sessions?room=" + meeting.room());
    assertProblem(answer, 401, "");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertProblem(api.post("/sessions", "{\"room\":\"" + meeting.room() + "\"}"), 401, "");
    assertProblem(api.ask("/sessions/any/captions"), 401, "");
    assertProblem(api.ask("/captions-stream/any"), 401, "");
  }

  private static void assertForbidden(Api.Answer answer) {
    assertProblem(answer, 403, "");
  }

  private static void assertBadRequest(Api.Answer answer, String named) {
    assertProblem(answer, 400, named);
  }

  private static void assertProblem(Api.Answer answer, int status, String named) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText()).isNotBlank().contains(named);
  }
}
