package io.roomscribe.audio;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One room: every operation is 100 ms of it, ten messages of each track and the block they make.
 *
 * <p>In the package of what it measures, since the parts of the kernel are hidden.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class KernelBenchmark {

  /** Samples of one track and operation. */
  public static final int SAMPLES = 4_800;

  private static final int FRAMES = 10;
  private static final long FRAME_NS = 10_000_000;

  /** Tracks of the room. */
  @Param({"4", "16", "64"})
  public int tracks;

  /** Which loops mix it. */
  @Param({"plain", "vectors"})
  public String arithmetic;

  private final ByteBuffer[] messages = new ByteBuffer[64];
  private final short[][] frames = new short[64][Frame.WIRE_SAMPLES];
  private final MixSum sum = new MixSum();
  private final float[] decimated = new float[Frame.MIX_SAMPLES];
  private final MixArithmetic loops = new ChosenArithmetic(MixVectors::trusted);
  private final Decimator decimator = new Decimator(loops);
  private final double[] energies = new double[1_024];
  private RoomMixer mixer;
  private TrackInput[] inputs;
  private SpeechDetector[] detectors;
  private short[] block;
  private long nowNs;
  private int next;

  /** A room in which everybody has talked for two seconds. */
  @Setup
  public void open() {
    if (arithmetic.equals("vectors")) {
      MixVectors.trust(MixVectors.find().orElseThrow());
    }
    Random random = new Random(1);
    for (int i = 0; i < messages.length; i++) {
      messages[i] = message(random, i < messages.length / 2 ? 3_000 : 5);
    }
    for (short[] frame : frames) {
      for (int i = 0; i < frame.length; i++) {
        frame[i] = (short) (random.nextGaussian() * 3_000);
      }
    }
    for (int i = 0; i < energies.length; i++) {
      energies[i] = i / 100 % 2 == 0 ? 1e-3 : 1e-8;
    }
    mixer = new RoomMixer(new MixerSettings(100, 100, 10_000, 600_000), nowNs);
    inputs = new TrackInput[tracks];
    detectors = new SpeechDetector[tracks];
    for (int i = 0; i < tracks; i++) {
      inputs[i] = mixer.open("TR_" + i, Arrival.EVEN, nowNs);
      detectors[i] = new SpeechDetector();
    }
    block = new short[mixer.blockSamples()];
    for (int i = 0; i < 20; i++) {
      room();
    }
  }

  /** All of it: intake, placement, sum, decimation, limiting, who speaks. */
  @Benchmark
  public short room() {
    for (int i = 0; i < FRAMES; i++) {
      nowNs += FRAME_NS;
      intakeOf10ms();
    }
    while (mixer.isDue(nowNs)) {
      mixer.mix(block);
    }
    mixer.takeGaps();
    return block[0];
  }

  /** Bytes of two channels into the ring of one. */
  @Benchmark
  public long intake() {
    for (int i = 0; i < FRAMES; i++) {
      nowNs += FRAME_NS;
      intakeOf10ms();
    }
    return nowNs;
  }

  /** What the limit in C does: frames summed, the sum from 48 to 16 kHz. */
  @Benchmark
  public float mix() {
    for (int i = 0; i < FRAMES; i++) {
      sumUp();
      decimator.process(sum, decimated);
    }
    return decimated[0];
  }

  /** Frames summed. */
  @Benchmark
  public int sum() {
    for (int i = 0; i < FRAMES; i++) {
      sumUp();
    }
    return sum.even[0];
  }

  /** Who speaks, from the energies of frames. */
  @Benchmark
  public int activity() {
    int speaking = 0;
    for (int i = 0; i < FRAMES; i++) {
      next++;
      for (SpeechDetector each : detectors) {
        speaking += each.accept(energies[next & energies.length - 1]);
      }
    }
    return speaking;
  }

  private void sumUp() {
    sum.clear();
    for (int track = 0; track < tracks; track++) {
      loops.add(frames[next++ & (frames.length - 1)], sum);
    }
  }

  private void intakeOf10ms() {
    for (TrackInput input : inputs) {
      ByteBuffer message = messages[next++ & messages.length - 1];
      message.rewind();
      input.receive(message, nowNs);
    }
  }

  private static ByteBuffer message(Random random, int level) {
    ByteBuffer message = ByteBuffer.allocate(4 * Frame.WIRE_SAMPLES);
    message.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    while (message.hasRemaining()) {
      short sample = (short) (random.nextGaussian() * level);
      message.putShort(sample).putShort(sample);
    }
    return message;
  }
}
