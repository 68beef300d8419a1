package io.roomscribe.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomscribe.standin.livekit.StandInRoom;
import io.roomscribe.standin.livekit.StandInTrack;
import io.roomscribe.standin.livekit.TrackSound;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * One fault at one moment: three people talk, the fault happens, they talk on until each of them
 * has been heard again, the session is stopped, and what is stored is held against what was said.
 *
 * <p>Threading: one thread at a time.
 */
final class Trial {

  /** When in a conversation a fault happens. */
  enum Moment {
    WORD,
    PAUSE,
    RANDOM
  }

  /** From a sound until the node has it in the mix: LiveKit's egress, and the jitter target. */
  private static final long UNDER_WAY_NS = Duration.ofMillis(2800 + 800).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration UTTERANCE = Duration.ofMillis(2900);

  private final Surroundings surroundings;
  private final Fault fault;
  private final Moment moment;
  private final Random random;
  private long beganNs;
  private long shownNs;
  private String trouble = "";

  Trial(Surroundings surroundings, Fault fault, Moment moment, Random random) {
    this.surroundings = surroundings;
    this.fault = fault;
    this.moment = moment;
    this.random = random;
  }

  /** Runs it; takes half a minute and as long as the fault lasts. */
  Outcome run() throws InterruptedException {
    surroundings.startNodes(fault.layout().nodes());
    StandInRoom room = surroundings.liveKit().room("faults-" + UUID.randomUUID());
    try {
      return run(room);
    } catch (IOException e) {
      return new Outcome(fault, moment, Verdict.none(), 0, String.valueOf(e.getMessage()));
    } finally {
      surroundings.gladia().faults().clear();
      room.finish();
    }
  }

  private Outcome run(StandInRoom room) throws IOException, InterruptedException {
    List<StandInTrack> people =
        List.of(person(room, "ann"), person(room, "bob"), person(room, "cid"));
    String session = nodes().get(0).api().start(room.name());
    Talk talk = new Talk(people);
    try (Viewer viewer = new Viewer(session, farthestFirst())) {
      expect("nobody is captured", () -> capturing(session) == people.size());
      talk.begin();
      expect("nothing is heard", () -> sawAll(viewer, talk, 2));
      Moments.sleepUntil(momentNs(talk));
      beganNs = System.nanoTime();
      fault.injection().inject(new Scene(surroundings, room.name()));
      awaitRecovery(session, people.size(), talk, viewer);
    } finally {
      talk.stop();
    }
    stop(session);
    double recoveryS = shownNs == 0 ? 0 : (shownNs - beganNs) / 1e9;
    return new Outcome(
        fault, moment, Verdict.of(talk.words(), stored(session)), recoveryS, trouble);
  }

  private static StandInTrack person(StandInRoom room, String identity) {
    return room.join(identity, identity).publishMicrophone(TrackSound.silence());
  }

  /** When the fault is due. */
  private long momentNs(Talk talk) {
    long now = System.nanoTime();
    if (moment == Moment.RANDOM) {
      return now + (long) (random.nextDouble() * UTTERANCE.toNanos());
    }
    for (List<Word> utterance : talk.utterances()) {
      Word third = utterance.get(2);
      Word last = utterance.get(Talk.WORDS - 1);
      long arrives =
          UNDER_WAY_NS
              + (moment == Moment.WORD
                  ? (third.fromNs() + third.toNs()) / 2
                  : last.toNs() + Duration.ofMillis(350).toNanos());
      if (arrives > now) {
        return arrives;
      }
    }
    return now;
  }

  private void awaitRecovery(String session, int people, Talk talk, Viewer viewer)
      throws InterruptedException {
    long firstNs = beganNs - UNDER_WAY_NS;
    Duration patience = fault.recoveryBound().plus(PATIENCE);
    boolean recovered =
        Moments.await(
            patience,
            () -> {
              shownNs =
                  viewer.firstShownNs(
                      talk.words().stream().filter(word -> word.fromNs() >= firstNs).toList());
              return shownNs != 0;
            });
    if (!recovered) {
      fail("no caption after the fault");
      return;
    }
    expect("not all are captured again", () -> capturing(session) == people);
    int heardBefore = talk.utterances().size();
    expect("not all are heard again", () -> sawAll(viewer, talk, heardBefore + people));
  }

  private void stop(String session) throws InterruptedException {
    expect(
        "the session cannot be stopped",
        () -> {
          api().stop(session);
          return true;
        });
    expect(
        "the session does not end",
        () -> api().session(session).get("state").asText().equals("ENDED"));
  }

  private Verdict.Stored stored(String session) throws IOException, InterruptedException {
    return new Verdict.Stored(
        api().lines(session), api().gaps(session), api().session(session).get("transcription"));
  }

  private List<Node> nodes() {
    return surroundings.nodes().subList(0, fault.layout().nodes());
  }

  /** Beginning with the node that does not own the session, where there are two. */
  private List<Node> farthestFirst() {
    List<Node> nodes = new ArrayList<>(nodes());
    Collections.reverse(nodes);
    return nodes;
  }

  /** Of the node that no fault touches where there are two, and of the only one else. */
  private NodeApi api() {
    return nodes().get(fault.layout().nodes() - 1).api();
  }

  private int capturing(String session) throws IOException, InterruptedException {
    int capturing = 0;
    for (JsonNode track : api().session(session).get("tracks")) {
      capturing += track.get("state").asText().equals("CAPTURING") ? 1 : 0;
    }
    return capturing;
  }

  private static boolean sawAll(Viewer viewer, Talk talk, int utterances) {
    List<List<Word>> said = talk.utterances();
    return said.size() >= utterances && viewer.saw(said.get(utterances - 1).get(Talk.WORDS - 1));
  }

  private void expect(String otherwise, java.util.concurrent.Callable<Boolean> isSo)
      throws InterruptedException {
    if (!Moments.await(PATIENCE, isSo)) {
      fail(otherwise);
    }
  }

  private void fail(String what) {
    trouble = trouble.isEmpty() ? what : trouble + "; " + what;
  }
}
