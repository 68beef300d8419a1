package io.roomscribe.bench.attribution;

import io.roomscribe.audio.RoomMixer;
import io.roomscribe.rooms.AttributionBenchmark;
import io.roomscribe.transcription.Utterance;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Compares who is named with who spoke, at several levels of crosstalk and clock drifts. */
public final class AttributionBench {

  private static final int ROUNDS = 2;
  private static final double[] CROSSTALK_DB = {Double.NEGATIVE_INFINITY, -30, -20, -14, -8};
  private static final double[] DRIFT_PPM = {0, 200};
  private static final int[] LISTENERS = {0, 10};
  private static final int SAMPLES_PER_MS = RoomMixer.OUTPUT_RATE_HZ / 1_000;

  private AttributionBench() {}

  /** Runs it; true when it came to its end. */
  public static boolean run() {
    Talk turns = Talk.inTurns(ROUNDS);
    Talk overlapping = Talk.overEachOther(ROUNDS);
    System.out.println(
        "| talk | crosstalk dB | drift ppm | words | named first % | among the named % | names per"
            + " word | nobody % |\n|---|---|---|---|---|---|---|---|");
    for (Talk talk : List.of(turns, overlapping)) {
      for (double driftPpm : DRIFT_PPM) {
        for (double crosstalkDb : CROSSTALK_DB) {
          System.out.println(accuracy(talk, new Microphones(crosstalkDb, driftPpm, 0)));
        }
      }
    }
    System.out.println("\n| tracks | words per utterance | µs per utterance | ns per word |");
    System.out.println("|---|---|---|---|");
    for (int listeners : LISTENERS) {
      System.out.println(cost(turns, new Microphones(-20, 0, listeners)));
    }
    return true;
  }

  private static String accuracy(Talk talk, Microphones room) {
    List<List<String>> named = benchmark(talk, room, utterances(talk)).named();
    int first = 0;
    int among = 0;
    int names = 0;
    int nobody = 0;
    for (int i = 0; i < named.size(); i++) {
      String speaker = talk.speakers().get(talk.spoken().get(i).speaker());
      first += named.get(i).indexOf(speaker) == 0 ? 1 : 0;
      among += named.get(i).contains(speaker) ? 1 : 0;
      names += named.get(i).size();
      nobody += named.get(i).isEmpty() ? 1 : 0;
    }
    double words = named.size();
    return String.format(
        Locale.ROOT,
        "| %.0f %% overlap | %s | %.0f | %d | %.1f | %.1f | %.2f | %.1f |",
        100 * talk.overlap(),
        Double.isInfinite(room.crosstalkDb()) ? "none" : Math.round(room.crosstalkDb()),
        2 * room.driftPpm(),
        named.size(),
        100 * first / words,
        100 * among / words,
        names / words,
        100 * nobody / words);
  }

  private static String cost(Talk talk, Microphones room) {
    List<Utterance> utterances = utterances(talk);
    double ns = benchmark(talk, room, utterances).nsPerUtterance();
    double words = (double) talk.spoken().size() / utterances.size();
    return String.format(
        Locale.ROOT,
        "| %d | %.1f | %.1f | %.0f |",
        talk.speakers().size() + room.listeners(),
        words,
        ns / 1_000,
        ns / words);
  }

  private static List<Utterance> utterances(Talk talk) {
    return talk.utterances(Microphones.JITTER_TARGET_MS);
  }

  private static AttributionBenchmark benchmark(
      Talk talk, Microphones room, List<Utterance> utterances) {
    RoomMixer mixer = room.mixed(talk);
    List<String> tracks =
        IntStream.range(0, talk.speakers().size() + room.listeners())
            .mapToObj(index -> Microphones.name(talk, index))
            .toList();
    return new AttributionBenchmark(
        (fromMs, toMs) -> mixer.speechBetween(fromMs * SAMPLES_PER_MS, toMs * SAMPLES_PER_MS),
        tracks,
        utterances);
  }
}
