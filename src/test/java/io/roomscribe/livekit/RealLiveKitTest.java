package io.roomscribe.livekit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.roomscribe.lanes.ManualClock;
import io.roomscribe.rooms.EgressState;
import io.roomscribe.rooms.GatewayException;
import io.roomscribe.rooms.GatewayException.Category;
import io.roomscribe.rooms.RoomHints;
import io.roomscribe.security.LiveKitTokens;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway and the webhooks against a livekit-server that nobody here wrote. */
class RealLiveKitTest {

  private static final Queue<String> NEWS = new ConcurrentLinkedQueue<>();
  private static final Webhooks WEBHOOKS =
      new Webhooks(
          new LiveKitTokens(
              LiveKitServerProcess.KEY, LiveKitServerProcess.SECRET, Clock.systemUTC()),
          new RecordedHints());

  @TempDir static Path directory;

  private static Undertow webhookServer;
  private static LiveKitServerProcess server;
  private static LiveKitConnection connection;
  private static LiveKitRooms rooms;

  private static final class RecordedHints implements RoomHints {
    @Override
    public void roomChanged(String room) {
      NEWS.add("changed " + room);
    }

    @Override
    public void roomFinished(String room) {
      NEWS.add("finished " + room);
    }

    @Override
    public void egressChanged(EgressState egress) {
      NEWS.add("egress " + egress.egressId());
    }
  }

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> binary = LiveKitServerProcess.binary();
    if (binary.isEmpty()) {
      String why =
          "RealLiveKitTest is skipped: no livekit-server on the PATH, and -Dlivekit.server.binary"
              + " is not set";
      System.out.println(why);
      Assumptions.abort(why);
    }
    webhookServer =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(RealLiveKitTest::takeWebhook)
            .build();
    webhookServer.start();
    InetSocketAddress address =
        (InetSocketAddress) webhookServer.getListenerInfo().get(0).getAddress();
    URI webhook = URI.create("http://127.0.0.1:" + address.getPort() + "/");
    server = LiveKitServerProcess.start(binary.get(), directory, webhook);
    connection = new LiveKitConnection(server.access(LiveKitServerProcess.SECRET));
    rooms = new LiveKitRooms(connection, new ManualClock());
    await("the server to come up")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .untilAsserted(() -> rooms.probe());
  }

  @AfterAll
  static void stop() {
    if (connection != null) {
      connection.close();
    }
    if (server != null) {
      server.close();
    }
    if (webhookServer != null) {
      webhookServer.stop();
    }
  }

  private static void takeWebhook(HttpServerExchange exchange) {
    exchange
        .getRequestReceiver()
        .receiveFullBytes(
            (ex, body) -> {
              try {
                WEBHOOKS.receive(ex.getRequestHeaders().getFirst(Headers.AUTHORIZATION), body);
              } catch (Exception e) {
                NEWS.add("refused " + e.getMessage());
                ex.setStatusCode(400);
              }
            });
  }

  private static void createRoom(String name) {
    Answers.of("CreateRoom", connection.rooms().createRoom(name));
  }

  private static void assertCategory(ThrowingCallable call, Category category) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class, e -> assertThat(e.category()).isEqualTo(category));
  }

  @Test
  void room_fromItsCreationToItsDeletion_isListedAndReportedBySignedWebhooks() throws IOException {
    createRoom("life");
    assertThat(rooms.rooms()).contains("life");
    await().untilAsserted(() -> assertThat(NEWS).contains("changed life"));
    connection.rooms().deleteRoom("life").execute();
    await().untilAsserted(() -> assertThat(NEWS).contains("finished life"));
    await().untilAsserted(() -> assertThat(rooms.rooms()).doesNotContain("life"));
    assertThat(NEWS).noneMatch(news -> news.startsWith("refused"));
  }

  @Test
  void microphones_ofAnEmptyAndOfAnUnknownRoom_areToldApart() {
    createRoom("empty");
    assertThat(rooms.microphones("empty")).contains(List.of());
    assertThat(rooms.microphones("never-created")).isEmpty();
  }

  @Test
  void anyCall_withTheWrongSecretOrKey_isUnauthorized() {
    try (LiveKitConnection wrong = new LiveKitConnection(server.access("x".repeat(32)))) {
      LiveKitRooms locked = new LiveKitRooms(wrong, new ManualClock());
      assertCategory(locked::probe, Category.UNAUTHORIZED);
      assertCategory(() -> locked.microphones("empty"), Category.UNAUTHORIZED);
      assertCategory(() -> locked.activeEgresses("empty"), Category.UNAUTHORIZED);
      assertThatThrownBy(locked::probe).hasMessageNotContaining("eyJ");
    }
  }

  /** How it is said depends on the version; 1.13.5 looks for an egress for 21 s first. */
  @Test
  void egress_ofAServerWithoutRedis_isNotToBeHad() {
    createRoom("no-egress");
    URI capture = URI.create("ws://127.0.0.1:9/egress/audio/s/TR_x?token=t");
    assertThatThrownBy(() -> rooms.startTrackEgress("no-egress", "TR_x", capture))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> assertThat(e.category()).isIn(Category.NO_CAPACITY, Category.INVALID_REQUEST));
  }
}
