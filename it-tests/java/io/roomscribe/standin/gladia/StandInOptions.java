package io.roomscribe.standin.gladia;

import java.time.Duration;

/**
 * How a stand-in behaves; {@link #tones()} and {@link #speech(Engine)} give Gladia's documented
 * values.
 *
 * @param port 0 for any free one
 * @param key the only accepted API key
 * @param engine what listens
 * @param concurrentSessions above it a POST is answered with 429
 * @param sessionCap longest audio of a session; then it ends as if stopped
 * @param noAudio without a chunk for this long the socket closes with 4408; zero is off
 * @param noSpeech audio without speech for this long closes the socket with 4504; zero is off
 * @param resumable how long a session waits for its socket to come (back) before it ends
 * @param postProcessing from the last final to the post-processed transcript
 * @param doneAfter from closing the socket until GET says {@code done}
 */
public record StandInOptions(
    int port,
    String key,
    Engine engine,
    int concurrentSessions,
    Duration sessionCap,
    Duration noAudio,
    Duration noSpeech,
    Duration resumable,
    Duration postProcessing,
    Duration doneAfter) {

  /** What listens to the audio. */
  public enum Engine {
    /** Decodes {@link ToneAlphabet}: exact words, for tests. */
    TONES,
    /** PocketSphinx where its library is found, else Sphinx4. */
    AUTO,
    /** Recognises English speech, pure Java. */
    SPHINX4,
    /** Recognises English speech with the PocketSphinx library of the machine. */
    POCKETSPHINX
  }

  /** The key that a stand-in accepts unless told otherwise. */
  public static final String DEFAULT_KEY = "standin-gladia-key";

  /** Marker tones instead of speech. */
  public static StandInOptions tones() {
    return speech(Engine.TONES);
  }

  /** Speech, heard by this engine. */
  public static StandInOptions speech(Engine engine) {
    return new StandInOptions(
        0,
        DEFAULT_KEY,
        engine,
        30,
        Duration.ofHours(3),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofMillis(200),
        Duration.ofMillis(200));
  }

  /** The same on this port. */
  public StandInOptions withPort(int newPort) {
    return new StandInOptions(
        newPort,
        key,
        engine,
        concurrentSessions,
        sessionCap,
        noAudio,
        noSpeech,
        resumable,
        postProcessing,
        doneAfter);
  }

  /** The same with this key. */
  public StandInOptions withKey(String newKey) {
    return new StandInOptions(
        port,
        newKey,
        engine,
        concurrentSessions,
        sessionCap,
        noAudio,
        noSpeech,
        resumable,
        postProcessing,
        doneAfter);
  }

  /** The same with these limits of number and length. */
  public StandInOptions withLimits(int newConcurrentSessions, Duration newSessionCap) {
    return new StandInOptions(
        port,
        key,
        engine,
        newConcurrentSessions,
        newSessionCap,
        noAudio,
        noSpeech,
        resumable,
        postProcessing,
        doneAfter);
  }

  /** The same with these time-outs; zero is off. */
  public StandInOptions withTimeouts(Duration newNoAudio, Duration newNoSpeech) {
    return new StandInOptions(
        port,
        key,
        engine,
        concurrentSessions,
        sessionCap,
        newNoAudio,
        newNoSpeech,
        resumable,
        postProcessing,
        doneAfter);
  }

  /** The same, keeping sessions without a socket for this long. */
  public StandInOptions withResumable(Duration newResumable) {
    return new StandInOptions(
        port,
        key,
        engine,
        concurrentSessions,
        sessionCap,
        noAudio,
        noSpeech,
        newResumable,
        postProcessing,
        doneAfter);
  }
}
