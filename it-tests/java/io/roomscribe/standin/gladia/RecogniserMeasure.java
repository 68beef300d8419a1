package io.roomscribe.standin.gladia;

import com.sun.management.OperatingSystemMXBean;
import io.roomscribe.standin.speech.Conversation;
import io.roomscribe.standin.speech.WordErrorRate;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints how well and how quickly the recognisers of this machine hear the recorded conversations'
 * mono mix, given as fast as they take it. The first line of each engine includes its loading.
 *
 * <p>Run by {@code mvn -Pmeasure-recognisers}.
 */
public final class RecogniserMeasure {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private RecogniserMeasure() {}

  /** Measures each. */
  public static void main(String[] arguments) {
    System.out.println(
        "engine        conversation  WER, partials, CPU seconds per second of audio");
    for (StandInOptions.Engine engine : engines()) {
      try (Recogniser recogniser = Recognisers.of(engine)) {
        measure(recogniser, "short", Conversation.loadShort());
        measure(recogniser, "full", Conversation.load());
      }
    }
  }

  private static List<StandInOptions.Engine> engines() {
    List<StandInOptions.Engine> engines = new ArrayList<>();
    engines.add(StandInOptions.Engine.SPHINX4);
    if (PocketSphinxDecoding.isInstalled()) {
      engines.add(StandInOptions.Engine.POCKETSPHINX);
    }
    return engines;
  }

  private static void measure(Recogniser recogniser, String name, Conversation conversation) {
    short[] mix = conversation.mix16k();
    Notes notes = new Notes();
    long beganNs = PROCESS.getProcessCpuTime();
    Recogniser.Ear ear = recogniser.listen(new Recogniser.Listening(0.3, 15, List.of()), notes);
    ear.hear(mix);
    ear.finish();
    double seconds = (PROCESS.getProcessCpuTime() - beganNs) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-13s %-13s %s, %d partials, %.2f%n",
        recogniser.name(),
        name,
        WordErrorRate.of(conversation.heardText(), String.join(" ", notes.words)),
        notes.partials,
        seconds * Recogniser.RATE_HZ / mix.length);
  }

  /** What was heard. */
  private static final class Notes implements Recogniser.Listener {

    private final List<String> words = new ArrayList<>();
    private int partials;

    @Override
    public void onSpeechStart(double timeS) {
      // Only words count.
    }

    @Override
    public void onSpeechEnd(double timeS) {
      // Only words count.
    }

    @Override
    public void onPartial(List<HeardWord> soFar) {
      partials++;
    }

    @Override
    public void onFinal(List<HeardWord> settled) {
      settled.forEach(word -> words.add(word.text()));
    }
  }
}
