package io.roomscribe.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes that talk over a real PostgreSQL. */
class NotifyBusTest {

  private static EmbeddedPostgres postgres;

  private final TwoNodes nodes = new TwoNodes(postgres.getPostgresDatabase());

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static final class Heard implements NodeBus.Subscriber {
    final List<String> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger misses = new AtomicInteger();

    @Override
    public void received(JsonObject message) {
      messages.add(message.getString("text"));
    }

    @Override
    public void missed() {
      misses.incrementAndGet();
    }
  }

  private static Heard subscribed(NodeBus bus) {
    Heard heard = new Heard();
    bus.subscribe("talk", heard);
    await().until(() -> bus.state().link() == BusState.Link.LISTENING);
    return heard;
  }

  private static void say(NodeBus bus, String text) {
    bus.publish("talk", Json.createObjectBuilder().add("text", text).build());
  }

  @Test
  void publish_toOthers_arrivesInOrderAndNotAtItself() {
    NodeBus anna = nodes.node("anna");
    NodeBus ben = nodes.node("ben");
    Heard atAnna = subscribed(anna);
    Heard atBen = subscribed(ben);
    List<String> texts = IntStream.range(0, 500).mapToObj(i -> "t" + i).toList();

    texts.forEach(text -> say(anna, text));
    await().until(() -> atBen.messages.size() >= texts.size());
    say(ben, "thanks");
    await().until(() -> !atAnna.messages.isEmpty());

    assertThat(atBen.messages).isEqualTo(texts);
    assertThat(atAnna.messages).containsExactly("thanks");
  }

  @Test
  void publish_longerThanANotification_arrivesWhole() {
    NodeBus anna = nodes.node("anna");
    Heard atBen = subscribed(nodes.node("ben"));
    String text = "Grüße, “one” 😀\n".repeat(2_000);

    say(anna, text);

    await().until(() -> !atBen.messages.isEmpty());
    assertThat(atBen.messages).containsExactly(text);
  }

  @Test
  void publish_tooLong_isDroppedAndTheOthersLearnThatTheyMissedSomething() {
    NodeBus anna = nodes.node("anna");
    Heard atBen = subscribed(nodes.node("ben"));
    say(anna, "before");
    await().until(() -> !atBen.messages.isEmpty());
    int misses = atBen.misses.get();

    say(anna, "x".repeat(200_000));

    await().until(() -> atBen.misses.get() > misses);
    assertThat(atBen.messages).containsExactly("before");
    assertThat(anna.state().dropped()).isOne();
  }

  @Test
  void publish_nobodyElseLives_sendsNothing() {
    NotifyBus alone = nodes.node("anna", nodes.dataSource(), () -> false);
    Heard atBen = subscribed(nodes.node("ben"));
    NodeBus carol = nodes.node("carol");

    say(alone, "hello?");
    say(carol, "last");

    await().until(() -> !atBen.messages.isEmpty());
    assertThat(atBen.messages).containsExactly("last");
    assertThat(alone.state().sent()).isZero();
  }

  @Test
  void listener_connectionKilled_listensAgainAndSaysThatSomethingMayBeMissing() throws Exception {
    NodeBus anna = nodes.node("anna");
    Heard atBen = subscribed(nodes.node("ben"));
    say(anna, "before");
    await().until(() -> !atBen.messages.isEmpty());
    int misses = atBen.misses.get();

    assertThat(nodes.killListeners()).isPositive();

    await().until(() -> atBen.misses.get() > misses);
    say(anna, "after");
    await().until(() -> atBen.messages.size() == 2);
    assertThat(atBen.messages).containsExactly("before", "after");
  }

  @Test
  void outbox_databaseAwayForAWhile_dropsAndTellsOfTheHole() {
    AtomicBoolean away = new AtomicBoolean();
    NotifyBus anna = nodes.node("anna", failing(nodes.dataSource(), away), () -> true);
    Heard atBen = subscribed(nodes.node("ben"));
    say(anna, "before");
    await().until(() -> !atBen.messages.isEmpty());
    int misses = atBen.misses.get();

    away.set(true);
    say(anna, "lost");
    await().until(() -> anna.state().dropped() == 1);
    away.set(false);

    await().until(() -> atBen.misses.get() > misses);
    assertThat(atBen.messages).containsExactly("before");
  }

  @Test
  void close_whileListening_leavesNoThread() {
    NotifyBus anna = nodes.node("anna", nodes.dataSource(), () -> true);
    subscribed(anna);
    assertThat(nodes.lanes().threads()).isOne();

    anna.close();

    await().until(() -> nodes.lanes().threads() == 0);
  }

  private static DataSource failing(DataSource pool, AtomicBoolean away) {
    return (DataSource)
        Proxy.newProxyInstance(
            NotifyBusTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away.get() && method.getName().equals("getConnection")) {
                throw new SQLException("away");
              }
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
