package io.roomscribe.standin.speech;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * People talking in a room: who joins when, who says what when, who is muted when.
 *
 * <p>Units: all times are milliseconds since the conversation began; audio is s16 mono at {@link
 * #RATE_HZ}.
 *
 * <p>Threading: immutable; safe from any thread.
 *
 * <p>Source: the clips and their texts are described in {@code speech/README.md}.
 *
 * @param name what the conversation is about
 * @param durationMs from its beginning until everybody has been quiet for a while
 * @param participants in no particular order
 */
public record Conversation(String name, int durationMs, List<Participant> participants) {

  /** Rate of all audio handed out here. */
  public static final int RATE_HZ = 16_000;

  private static final double WER_BOUND = 0.35;

  private static final Map<String, short[]> CLIPS = new ConcurrentHashMap<>();

  /**
   * One speaker, on a microphone track of their own.
   *
   * @param identity as a LiveKit participant identity
   * @param name for people
   * @param joinAtMs when the track is published
   * @param clips in order of time
   * @param mutes in order of time; what is said during one is not heard
   */
  public record Participant(
      String identity, String name, int joinAtMs, List<Clip> clips, List<Mute> mutes) {

    /** Whether a listener hears this clip. */
    public boolean isHeard(Clip clip) {
      return clip.startMs() >= joinAtMs
          && mutes.stream()
              .noneMatch(mute -> clip.startMs() < mute.toMs() && clip.endMs() > mute.fromMs());
    }

    /** The clips that listeners hear. */
    public List<Clip> heardClips() {
      return clips.stream().filter(this::isHeard).toList();
    }
  }

  /**
   * Something said.
   *
   * @param file name below {@code speech/clips}
   * @param startMs when it begins
   * @param text lower case, no punctuation, numbers as words
   */
  public record Clip(String file, int startMs, String text) {

    /** The samples of the file. */
    public short[] pcm16k() {
      return CLIPS.computeIfAbsent(file, Conversation::readClip).clone();
    }

    /** When it ends. */
    public int endMs() {
      return startMs + toMs(CLIPS.computeIfAbsent(file, Conversation::readClip).length);
    }
  }

  /** A muted stretch of a participant's track. */
  public record Mute(int fromMs, int toMs) {}

  /** Six voices, one minute: an overlap or two, a late joiner, one who talks while muted. */
  public static Conversation load() {
    return load("conversation.json");
  }

  /** Three voices, under twenty seconds, nobody interrupts. */
  public static Conversation loadShort() {
    return load("short-conversation.json");
  }

  /** What listeners hear of one participant, from joining to the end; silence while muted. */
  public short[] pcm16k(Participant participant) {
    short[] track = new short[toSamples(durationMs - participant.joinAtMs())];
    for (Clip clip : participant.clips()) {
      short[] spoken = clip.pcm16k();
      int from = toSamples(clip.startMs() - participant.joinAtMs());
      System.arraycopy(spoken, 0, track, from, Math.min(spoken.length, track.length - from));
    }
    for (Mute mute : participant.mutes()) {
      int from = toSamples(Math.max(0, mute.fromMs() - participant.joinAtMs()));
      int to = Math.min(track.length, toSamples(mute.toMs() - participant.joinAtMs()));
      Arrays.fill(track, from, to, (short) 0);
    }
    return track;
  }

  /** What listeners hear of all, summed and clipped, from the beginning to the end. */
  public short[] mix16k() {
    short[] mix = new short[toSamples(durationMs)];
    for (Participant participant : participants) {
      short[] track = pcm16k(participant);
      int from = toSamples(participant.joinAtMs());
      for (int i = 0; i < track.length; i++) {
        int sum = mix[from + i] + track[i];
        mix[from + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sum));
      }
    }
    return mix;
  }

  /** Everything that listeners hear, in order of time. */
  public List<Clip> heardClips() {
    return participants.stream()
        .flatMap(participant -> participant.heardClips().stream())
        .sorted(Comparator.comparingInt(Clip::startMs))
        .toList();
  }

  /** The words that listeners hear, in order of time: the reference of a word error rate. */
  public String heardText() {
    return heardClips().stream().map(Clip::text).collect(Collectors.joining(" "));
  }

  /**
   * Word error rate below which the recognisers stay on the mono mix of {@link #load()}; see {@code
   * speech/README.md} for what was measured.
   */
  public static double werBound() {
    return WER_BOUND;
  }

  private static Conversation load(String file) {
    try (InputStream in = resource(file)) {
      return new ObjectMapper().readValue(in, Conversation.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static short[] readClip(String file) {
    try (InputStream in = resource("clips/" + file)) {
      Wav wav = Wav.read(in);
      if (wav.rateHz() != RATE_HZ || wav.channels() != 1) {
        throw new IOException(file + " is not 16 kHz mono");
      }
      return wav.samples();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Conversation.class.getResourceAsStream("/speech/" + name);
    if (in == null) {
      throw new IOException("no resource /speech/" + name);
    }
    return in;
  }

  private static int toSamples(int ms) {
    return ms * (RATE_HZ / 1000);
  }

  private static int toMs(int samples) {
    return samples / (RATE_HZ / 1000);
  }
}
