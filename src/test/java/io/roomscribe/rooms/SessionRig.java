package io.roomscribe.rooms;

import io.roomscribe.audio.MixerSettings;
import io.roomscribe.lanes.ManualClock;
import io.roomscribe.lanes.ManualLanes;
import io.roomscribe.security.CaptureTokens;
import io.roomscribe.transcription.AudioJournal;
import io.roomscribe.transcription.MemoryJournal;
import io.roomscribe.transcription.TranscriptionListener;
import io.roomscribe.transcription.TranscriptionStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A session, and a LiveKit whose egresses connect, send silence and hang up as real ones do. */
final class SessionRig {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final int STEP_BYTES = 100 * 192;

  final ManualClock clock;
  final ManualLanes lanes;
  final FakeGateway livekit;
  final AudioJournal journal;
  final List<FakeStream> streams = new ArrayList<>();
  final FakeReceiver receiver = new FakeReceiver();
  final EgressBudget budget;
  final List<AudioGap> gaps = new ArrayList<>();
  final List<SessionView> stored = new ArrayList<>();
  final List<String> hungUp = new ArrayList<>();
  final RoomSession session;
  final Map<String, CaptureLine> lines = new LinkedHashMap<>();

  /** Which egresses do not connect. */
  Predicate<EgressState> mute = egress -> false;

  int mostRunning;
  boolean isForgotten;

  SessionRig(String mode, int egresses) {
    this(new ManualClock(), new FakeGateway(), new MemoryJournal(10_000_000), egresses, mode);
  }

  private SessionRig(
      ManualClock clock, FakeGateway livekit, AudioJournal journal, int egresses, String mode) {
    this(clock, livekit, journal, egresses, first(mode, clock));
  }

  /** A process that finds what an earlier one left: the room, the journal, and its last view. */
  SessionRig(SessionRig before, SessionView stored) {
    this(before.clock, before.livekit, before.journal, before.budget.usage().max(), stored);
  }

  private SessionRig(
      ManualClock clock,
      FakeGateway livekit,
      AudioJournal journal,
      int egresses,
      SessionView view) {
    this.clock = clock;
    this.lanes = new ManualLanes(clock);
    this.livekit = livekit;
    this.journal = journal;
    budget = new EgressBudget(egresses, clock);
    SessionRecord record = new SessionRecord(view, Duration.ofMillis(2800), stored::add);
    session =
        new RoomSession(
            record,
            new RoomSession.Surroundings(
                livekit, news(), clock, new InlineLanes(lanes), pace(), budget, () -> true),
            new RoomSession.Hearing(
                new MixerSettings(100, 100, 10_000, 60_000),
                recogniser(),
                new CaptureUrls(
                    URI.create("ws://scribe:8080"),
                    new CaptureTokens(Duration.ofMinutes(2)),
                    receiver),
                BlockSink.NONE),
            () -> isForgotten = true);
  }

  private static SessionView first(String mode, ManualClock clock) {
    SessionOptions options =
        new SessionOptions(List.of("en"), false, List.of(), true, 0.3, mode, false);
    return SessionRecord.first(
        "s1", new SessionRecord.Request("standup", options, "fake"), clock.now());
  }

  private Recogniser recogniser() {
    return new Recogniser() {
      @Override
      public TranscriptionStream open(TranscriptionListener listener) {
        FakeStream stream = new FakeStream(listener);
        streams.add(stream);
        return stream;
      }

      @Override
      public AudioJournal journal() {
        return journal;
      }
    };
  }

  SessionRig people(String... identities) {
    for (String identity : identities) {
      livekit.publish("TR_" + identity, identity);
    }
    return this;
  }

  void begin() {
    session.start();
    lanes.run();
  }

  void resume() {
    session.resume();
    lanes.run();
  }

  /** Somebody joins or leaves, and LiveKit tells. */
  void changes(Runnable change) {
    change.run();
    session.lookSoon();
    lanes.run();
  }

  void leaves(String identity) {
    changes(
        () -> {
          livekit.tracks.remove("TR_" + identity);
          livekit.running().stream()
              .filter(egress -> egress.trackId().equals("TR_" + identity))
              .findFirst()
              .ifPresent(egress -> livekit.end(egress.egressId(), EgressState.Status.COMPLETE, ""));
        });
  }

  /** Time passes, with audio from all that is connected. */
  void flow(Duration by) {
    for (long ms = 0; ms < by.toMillis(); ms += STEP.toMillis()) {
      connectNew();
      hangUpEnded();
      lines.values().forEach(this::send);
      lanes.advance(STEP);
      mostRunning = Math.max(mostRunning, livekit.running().size());
    }
  }

  /** Flows until so; fails by what the test asserts afterwards if it never is. */
  void flowUntil(Predicate<SessionView> is, Duration atMost) {
    for (long ms = 0; ms < atMost.toMillis() && !is.test(session.view()); ms += STEP.toMillis()) {
      flow(STEP);
    }
  }

  SessionView.CaptureView capture() {
    return session.view().capture();
  }

  /** The names of the captures whose egress runs. */
  List<String> running() {
    return livekit.running().stream().map(SessionRig::nameOf).toList();
  }

  private void connectNew() {
    for (EgressState egress : livekit.running()) {
      if (!lines.containsKey(egress.egressId()) && !mute.test(egress)) {
        connect(egress);
      }
    }
  }

  /** The egress connects, if it is let in. */
  void connect(EgressState egress) {
    String query = URI.create(egress.captureUrl()).getRawQuery();
    String secret = query.substring(query.indexOf('=') + 1);
    Optional<Capture> capture = session.capture(nameOf(egress), secret);
    capture.ifPresent(
        admitted -> {
          CaptureLine line = new CaptureLine(session, admitted);
          lines.put(egress.egressId(), line);
          line.connected(() -> hungUp.add(egress.egressId()));
          lanes.run();
        });
  }

  private void hangUpEnded() {
    for (String egressId : List.copyOf(lines.keySet())) {
      if (livekit.egresses.get(egressId).status().isTerminal()) {
        lines.remove(egressId).disconnected("the connection closed with 1005");
        lanes.run();
      }
    }
  }

  private void send(CaptureLine line) {
    line.input().receive(ByteBuffer.allocate(STEP_BYTES), clock.nanoTime());
  }

  private static String nameOf(EgressState egress) {
    URI url = URI.create(egress.captureUrl());
    String path = url.getPath();
    return url.getScheme().startsWith("rtmp")
        ? RtmpReceiver.CAPTURE
        : path.substring(path.lastIndexOf('/') + 1);
  }

  private SessionNews news() {
    return new SessionNews() {
      @Override
      public void spoken(SpokenUtterance utterance) {}

      @Override
      public void missing(AudioGap gap) {
        gaps.add(gap);
      }

      @Override
      public void changed(SessionChanged change) {}

      @Override
      public void finishing(SessionFinishing finishing) {}
    };
  }

  private static SessionPace pace() {
    return new SessionPace(
        Duration.ofSeconds(10),
        Duration.ofHours(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        new EgressWatch.Patience(
            Duration.ofSeconds(90), Duration.ofSeconds(10), Duration.ofSeconds(60)));
  }
}
