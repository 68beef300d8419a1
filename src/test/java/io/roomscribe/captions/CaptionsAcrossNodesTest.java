package io.roomscribe.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roomscribe.cluster.BusState;
import io.roomscribe.cluster.NodeBus;
import io.roomscribe.cluster.TwoNodes;
import io.roomscribe.lanes.RealClock;
import io.roomscribe.rooms.SpokenUtterance;
import io.roomscribe.transcripts.Spoken;
import io.roomscribe.transcripts.StoredLine;
import io.roomscribe.transcripts.StoredTalk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes with their own lanes and buses on one PostgreSQL, and viewers at both. */
class CaptionsAcrossNodesTest {

  private static EmbeddedPostgres postgres;
  private static StoredTalk talk;

  private final TwoNodes nodes = new TwoNodes(postgres.getPostgresDatabase());
  private final String session = talk.newSession();

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    talk = new StoredTalk(postgres.getPostgresDatabase());
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static final class Stored implements CaptionFeed.Archive {
    @Override
    public List<StoredLine> linesAfter(String sessionId, long seq, int limit) {
      return talk.after(sessionId, seq, limit);
    }

    @Override
    public boolean isComplete(String sessionId) {
      return false;
    }

    @Override
    public Map<String, CaptionFeed.Progress> progress(Set<String> sessionIds) {
      Map<String, Long> lastSeqs = talk.lastSeqs(sessionIds);
      return sessionIds.stream()
          .collect(
              Collectors.toMap(
                  id -> id, id -> new CaptionFeed.Progress(lastSeqs.getOrDefault(id, 0L), false)));
    }
  }

  private CaptionFeed feed(String name, boolean isOwner) {
    NodeBus bus = nodes.node(name);
    CaptionRelay relay = new CaptionRelay(bus, new RealClock(), id -> isOwner);
    CaptionFeed feed = new CaptionFeed(nodes.lanes(), new Stored(), relay, Duration.ofMinutes(1));
    await().until(() -> bus.state().link() == BusState.Link.LISTENING);
    return feed;
  }

  private Wire watch(CaptionFeed feed, long lastSeq) {
    Wire wire = new Wire();
    feed.add(new Viewer(session, lastSeq, wire, 256));
    return wire;
  }

  private void partial(CaptionFeed at, String id, String text) {
    SpokenUtterance utterance = Spoken.utterance(session, id, Spoken.line("anna", 0, text));
    at.onSpoken(utterance);
  }

  /** Until the owner knows that somebody watches at the other node. */
  private void awaitPartial(CaptionFeed owner, Wire far) {
    await()
        .until(
            () -> {
              partial(owner, "hello", "hello");
              return far.events().contains("partial");
            });
  }

  private static List<String> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
  }

  @Test
  void viewer_atTheOtherNode_seesPartialsAndEachFinalOnce() {
    CaptionFeed owner = feed("anna", true);
    CaptionFeed other = feed("ben", false);
    Wire near = watch(owner, 0);
    Wire far = watch(other, 0);
    awaitPartial(owner, far);

    for (int i = 1; i <= 50; i++) {
      partial(owner, "u" + i, "so far");
      owner.onStored(talk.say(session, "u" + i, "Grüße 🎉 ".repeat(i * 20)));
    }

    await().until(() -> far.ids().size() >= 50 && near.ids().size() >= 50);
    assertThat(far.ids()).isEqualTo(upTo(50));
    assertThat(far.text()).contains("Grüße 🎉 ".repeat(1_000).strip());
  }

  @Test
  void viewer_comesInTheMiddleWithALastEventId_goesOnFromThere() {
    CaptionFeed owner = feed("anna", true);
    CaptionFeed other = feed("ben", false);
    for (int i = 1; i <= 10; i++) {
      owner.onStored(talk.say(session, "u" + i, "early"));
    }
    Wire far = watch(other, 4);
    for (int i = 11; i <= 40; i++) {
      owner.onStored(talk.say(session, "u" + i, "late"));
    }

    await().until(() -> far.ids().contains("40"));
    assertThat(far.ids()).isEqualTo(upTo(40).subList(4, 40));
  }

  @Test
  void viewer_listeningConnectionsKilledMeanwhile_getsEachFinalOnceAndInOrder() throws Exception {
    CaptionFeed owner = feed("anna", true);
    CaptionFeed other = feed("ben", false);
    Wire far = watch(other, 0);
    awaitPartial(owner, far);

    for (int i = 1; i <= 90; i++) {
      if (i % 30 == 15) {
        assertThat(nodes.killListeners()).isNotNegative();
      }
      owner.onStored(talk.say(session, "u" + i, "word"));
    }

    await().until(() -> far.ids().contains("90"));
    assertThat(far.ids()).isEqualTo(upTo(90));
    awaitPartial(owner, far);
  }
}
