package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One egress of a track: the producing end of its ring.
 *
 * <p>Shape: s16le, 2 channels, 48 kHz in messages of any length; a message may end within a sample,
 * whose rest is then the beginning of the next. The channels are averaged.
 *
 * <p>Full: the oldest audio is dropped, counted as overflowed and reported as a {@link Gap}; while
 * it is held for a {@link HandOver} the oldest is not missed, and is counted as handed over.
 *
 * <p>Threading: {@link #receive} by one thread at a time; it never blocks and does not allocate.
 * The rest is safe from any thread.
 *
 * <p>Ownership: a buffer is read before the call returns and never kept.
 *
 * <p>Errors: none for content. What is received after {@link RoomMixer#close} is counted and never
 * mixed.
 *
 * <p>Source: livekit/egress pkg/pipeline/builder/audio.go (the format); its messages hold 10 ms,
 * which nothing here relies on.
 */
public final class TrackInput implements PcmInput {
  private final String trackId;
  private final SampleRing ring;
  private final ArrivalOffsets offsets;
  private final AtomicLong lastArrivalNs;
  private final StereoReader reader = new StereoReader();
  private final short[] mono = new short[StereoReader.CHUNK_SAMPLES];
  private volatile Duty duty;

  final Tally mixed = new Tally();
  final Tally invented = new Tally();
  final Tally droppedInSilence = new Tally();
  final Tally droppedInSpeech = new Tally();
  final Tally overflowed = new Tally();
  final Tally handedOver = new Tally();

  /** What its samples are for. */
  private enum Duty {
    /** Another capture has the same sound, for now. */
    HELD,
    /** It is mixed. */
    MIXED,
    /** Another capture took over. */
    RELIEVED
  }

  TrackInput(String trackId, int ringSamples, long startNs, long nowNs) {
    this.trackId = trackId;
    this.ring = new SampleRing(ringSamples);
    this.offsets = new ArrivalOffsets(startNs);
    this.lastArrivalNs = new AtomicLong(nowNs);
    this.duty = Duty.MIXED;
  }

  /** The track's id. */
  public String trackId() {
    return trackId;
  }

  @Override
  public void receive(ByteBuffer pcm, long arrivalNs) {
    int length = reader.read(pcm);
    arrived(arrivalNs, length > 0);
    for (; length > 0; length = reader.read(pcm)) {
      reader.average(mono, length);
      append(mono, length);
    }
  }

  /** When bytes last arrived; the time of opening before the first. */
  public long lastArrivalNs() {
    return lastArrivalNs.getAcquire();
  }

  /**
   * What became of the samples so far. Between calls from the mixing and the receiving thread the
   * numbers add up: received = mixed + both dropped + overflowed + handed over + what is held.
   */
  public TrackCounters counters() {
    Duty now = duty;
    long received = ring.written();
    long unread = received - ring.taken();
    long excess = ring.excess();
    long spared = now == Duty.HELD ? excess : now == Duty.RELIEVED ? unread : 0;
    return new TrackCounters(
        received,
        mixed.value(),
        invented.value(),
        droppedInSilence.value(),
        droppedInSpeech.value(),
        overflowed.value() + (now == Duty.MIXED ? excess : 0),
        handedOver.value() + spared);
  }

  /** Writer: a message arrived, and whether it holds samples, which are appended next. */
  void arrived(long arrivalNs, boolean hasSamples) {
    lastArrivalNs.setRelease(arrivalNs);
    if (hasSamples) {
      // Before the samples show, so that the mixer always knows where those it sees belong.
      offsets.arrived(arrivalNs, ring.written());
    }
  }

  /** Writer: appends samples of a message. */
  void append(short[] samples, int count) {
    ring.put(samples, count);
  }

  /** Mixing thread: what falls out of the ring from now on is not missed. */
  void hold() {
    duty = Duty.HELD;
  }

  /** Mixing thread: it is mixed from now on. */
  void engage() {
    skip(ring.excess());
    duty = Duty.MIXED;
  }

  /** Mixing thread: nothing is mixed any more. */
  void relieve() {
    duty = Duty.RELIEVED;
  }

  /** Mixing thread: gives up the oldest samples, which another capture has. */
  void skip(long samples) {
    ring.take(samples);
    handedOver.add(samples);
  }

  /** The ring, for the mixing thread. */
  SampleRing ring() {
    return ring;
  }

  /** Where its samples belong, for the mixing thread. */
  ArrivalOffsets offsets() {
    return offsets;
  }
}
