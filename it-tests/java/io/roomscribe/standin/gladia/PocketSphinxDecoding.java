package io.roomscribe.standin.gladia;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * PocketSphinx with CMU's US English model and trigrams, both as Debian installs them
 * (libpocketsphinx3, pocketsphinx-en-us).
 *
 * <p>Threading: confined to the engine's thread.
 */
final class PocketSphinxDecoding implements SpeechEngine.Decoding {

  private static final Path MODELS = Path.of("/usr/share/pocketsphinx/model/en-us");
  private static final double FRAME_S = 0.01;
  private static final int PARTIAL_EVERY_SAMPLES = 4_800;

  private final PocketSphinx library = PocketSphinx.load();
  private final Pointer decoder;

  PocketSphinxDecoding() {
    String[] arguments = {
      "roomscribe",
      "-hmm",
      MODELS.resolve("en-us").toString(),
      "-dict",
      MODELS.resolve("cmudict-en-us.dict").toString(),
      "-lm",
      MODELS.resolve("en-us.lm.bin").toString(),
      "-logfn",
      "/dev/null"
    };
    Pointer config =
        library.cmd_ln_parse_r(null, library.ps_args(), arguments.length, arguments, 1);
    decoder = library.ps_init(config);
    if (decoder == null) {
      throw new IllegalStateException("PocketSphinx did not start with the model in " + MODELS);
    }
  }

  /** Whether library and model are there. */
  static boolean isInstalled() {
    return Files.exists(MODELS.resolve("en-us.lm.bin")) && PocketSphinx.isInstalled();
  }

  @Override
  public List<HeardWord> decode(SpeechEngine.Utterance utterance, Consumer<List<HeardWord>> soFar) {
    // Without it the frames of words go on counting from the utterance before.
    library.ps_start_stream(decoder);
    library.ps_start_utt(decoder);
    int sinceReport = 0;
    for (short[] frame = utterance.next(); frame != null; frame = utterance.next()) {
      library.ps_process_raw(decoder, frame, frame.length, 0, 0);
      sinceReport += frame.length;
      if (sinceReport >= PARTIAL_EVERY_SAMPLES) {
        sinceReport = 0;
        soFar.accept(words());
      }
    }
    library.ps_end_utt(decoder);
    return words();
  }

  private List<HeardWord> words() {
    List<HeardWord> words = new ArrayList<>();
    IntByReference first = new IntByReference();
    IntByReference last = new IntByReference();
    Pointer segment = library.ps_seg_iter(decoder, new IntByReference());
    while (segment != null) {
      String entry = library.ps_seg_word(segment);
      if (Character.isLetter(entry.charAt(0))) {
        library.ps_seg_frames(segment, first, last);
        double startS = first.getValue() * FRAME_S;
        double endS = (last.getValue() + 1) * FRAME_S;
        words.add(new HeardWord(SpokenForm.of(entry), startS, endS, 0.9));
      }
      segment = library.ps_seg_next(segment);
    }
    return words;
  }
}
