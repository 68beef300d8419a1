package io.roomscribe.captions;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomscribe.cluster.FakeBus;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.rooms.SessionChanged;
import io.roomscribe.transcripts.TranscriptClosed;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Feeds of three nodes on one archive, with a bus between them that may lose anything. */
class CaptionRelayTest {

  private static final String SESSION = "s";
  private static final Duration BEAT = Duration.ofHours(1);
  private static final String EVENTS = "captions.event";

  private final ManualClock clock = new ManualClock();
  private final ManualLanes lanes = new ManualLanes(clock);
  private final FakeBus bus = new FakeBus();
  private final Shelf archive = new Shelf(SESSION);
  private final CaptionFeed anna = node("anna");
  private final CaptionFeed ben = node("ben");
  private final CaptionFeed carol = node("carol");
  private String owner = "anna";

  private CaptionFeed node(String name) {
    CaptionRelay relay = new CaptionRelay(bus.node(), clock, id -> name.equals(owner));
    return new CaptionFeed(lanes, archive, relay, BEAT);
  }

  private Wire watch(CaptionFeed feed, long lastSeq) {
    Wire wire = new Wire();
    feed.add(new Viewer(SESSION, lastSeq, wire, 256));
    lanes.run();
    return wire;
  }

  private void partial(CaptionFeed at, long seq) {
    at.onSpoken(archive.spoken(seq));
    lanes.run();
  }

  /** Stores a final and announces it at a node. */
  private void settle(CaptionFeed at) {
    at.onStored(archive.store());
    lanes.run();
  }

  private static List<String> upTo(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
  }

  @Test
  void viewer_sessionOnAnotherNode_seesTheSameAsOneAtItsOwner() {
    Wire near = watch(anna, 0);
    Wire far = watch(ben, 0);

    partial(anna, 1);
    settle(anna);
    anna.onChanged(new SessionChanged(SESSION, "standup", "STOPPING", false, "stopped"));
    lanes.run();

    assertThat(far.events()).containsExactly("partial", "final", "state");
    assertThat(far.text()).isEqualTo(near.text());
  }

  @Test
  void events_watchedAtTheOwnerOnly_areNotSent() {
    watch(anna, 0);

    partial(anna, 1);
    settle(anna);
    lanes.advance(CaptionRelay.ROUND.multipliedBy(3));

    assertThat(bus.published).isEmpty();
  }

  @Test
  void events_lastViewerElsewhereGone_areNotSentAnyMoreAfterAWhile() {
    Wire far = watch(ben, 0);
    settle(anna);
    assertThat(bus.published).contains(EVENTS);

    far.open = false;
    lanes.advance(BEAT); // notices that the viewer is gone
    lanes.advance(CaptionRelay.ROUND.multipliedBy(5));
    bus.published.clear();
    settle(anna);

    assertThat(bus.published).isEmpty();
  }

  @Test
  void events_viewerStays_goOnBeingSent() {
    watch(ben, 0);
    lanes.advance(CaptionRelay.ROUND.multipliedBy(100));

    settle(anna);

    assertThat(bus.published).contains(EVENTS);
  }

  @Test
  void finals_everyThirdNotificationLost_comeOnceAndInOrder() {
    Wire far = watch(ben, 0);

    for (int i = 1; i <= 100; i++) {
      boolean isLost = i % 3 == 0;
      bus.losing = topic -> isLost && topic.equals(EVENTS);
      partial(anna, i);
      settle(anna);
    }

    assertThat(far.ids()).isEqualTo(upTo(100));
  }

  @Test
  void finals_notificationOfTheLastOneLost_comeWithTheNextRound() {
    Wire far = watch(ben, 0);
    settle(anna);

    bus.losing = EVENTS::equals;
    settle(anna);
    settle(anna);
    assertThat(far.ids()).containsExactly("1");
    lanes.advance(CaptionRelay.ROUND);

    assertThat(far.ids()).containsExactly("1", "2", "3");
  }

  @Test
  void finals_storedWhileAViewerComes_comeOnceAndInOrder() {
    settle(anna);
    settle(anna);
    Wire far = new Wire();
    ben.add(new Viewer(SESSION, 1, far, 256));
    anna.onStored(archive.store()); // before the owner knows of the viewer, or while it reads
    anna.onStored(archive.store());
    lanes.run();
    settle(anna);

    assertThat(far.ids()).containsExactly("2", "3", "4", "5");
  }

  @Test
  void finals_interestLostAtFirst_comeWithTheNextRoundAndThenAtOnce() {
    bus.losing = topic -> true;
    Wire far = watch(ben, 0);
    settle(anna);
    assertThat(far.ids()).isEmpty();

    bus.losing = topic -> false;
    lanes.advance(CaptionRelay.ROUND);
    assertThat(far.ids()).containsExactly("1");
    settle(anna);

    assertThat(far.ids()).containsExactly("1", "2");
  }

  @Test
  void partial_comesAfterItsFinalWasReadFromTheDatabase_isNotShown() {
    Wire far = watch(ben, 0);
    archive.store();
    lanes.advance(CaptionRelay.ROUND);
    assertThat(far.ids()).containsExactly("1");

    partial(anna, 1); // was late on the bus
    partial(anna, 2);

    assertThat(far.events()).containsExactly("final", "partial");
  }

  @Test
  void session_takenOverByAThirdNode_viewerGoesOn() {
    Wire far = watch(ben, 0);
    settle(anna);

    owner = "carol";
    carol.onChanged(new SessionChanged(SESSION, "standup", "WAITING", false, "resumed"));
    partial(carol, 2);
    settle(carol);

    assertThat(far.events()).containsExactly("final", "state", "partial", "final");
    assertThat(far.ids()).containsExactly("1", "2");
    assertThat(far.open).isTrue();
  }

  @Test
  void session_takenOverByTheViewersNode_viewerGoesOn() {
    Wire far = watch(ben, 0);
    settle(anna);
    archive.store(); // by the old owner, which died before it could tell

    owner = "ben";
    partial(ben, 3);
    settle(ben);

    assertThat(far.ids()).containsExactly("1", "2", "3");
  }

  @Test
  void session_ends_viewerElsewhereGetsTheLastFinalsBeforeTheEnd() {
    Wire far = watch(ben, 0);
    archive.store(); // its notification never came
    archive.complete = true;
    anna.onClosed(
        new TranscriptClosed(new SessionChanged(SESSION, "standup", "ENDED", true, "stopped")));
    lanes.run();

    assertThat(far.events()).containsExactly("final", "end");
    assertThat(far.text()).contains("stopped");
    assertThat(far.open).isFalse();
  }

  @Test
  void session_endsAndNobodyTells_viewerElsewhereLearnsItFromTheDatabase() {
    Wire far = watch(ben, 0);
    archive.store();
    archive.complete = true;
    lanes.advance(CaptionRelay.ROUND);

    assertThat(far.events()).containsExactly("final", "end");
    assertThat(far.open).isFalse();
    assertThat(ben.viewers()).isZero();
  }

  @Test
  void viewer_slowOnAnotherNode_holdsUpNobodyAndGetsEveryFinal() {
    Wire slow = new Wire();
    Viewer viewer = new Viewer(SESSION, 0, slow, 256);
    ben.add(viewer);
    Wire quick = watch(ben, 0);
    slow.ready = false;
    for (int i = 0; i < 600; i++) {
      settle(anna);
    }
    assertThat(quick.ids()).hasSize(600);
    assertThat(viewer.waiting()).isLessThanOrEqualTo(256);

    slow.ready = true;
    ben.onWritable(viewer);
    lanes.run();

    assertThat(slow.ids()).isEqualTo(upTo(600));
  }
}
