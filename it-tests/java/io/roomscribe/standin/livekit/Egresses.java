package io.roomscribe.standin.livekit;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitWebhook.WebhookEvent;

/**
 * Every egress since the start, running or over, and what a test may do to them.
 *
 * <p>Threading: safe; changes are handed to the pacing thread and waited for.
 */
public final class Egresses implements AutoCloseable {

  private final EgressTiming timing;
  private final ApiFaults faults;
  private final BiConsumer<WebhookEvent.Builder, String> webhooks;
  private final EgressPacer pacer = new EgressPacer();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "livekit-standin-output");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<String> vanishing = ConcurrentHashMap.newKeySet();
  private final Map<String, Egress> all = new LinkedHashMap<>();
  private volatile Optional<SoundWitness> witness = Optional.empty();

  Egresses(
      EgressTiming timing, ApiFaults faults, BiConsumer<WebhookEvent.Builder, String> webhooks) {
    this.timing = timing;
    this.faults = faults;
    this.webhooks = webhooks;
    pacer.start();
  }

  /** Starts one; the request has been checked. */
  synchronized EgressInfo start(StandInRoom room, EgressPlan plan) {
    if (active() >= faults.egressQuota()) {
      throw new TwirpException(
          TwirpException.Code.RESOURCE_EXHAUSTED, "concurrent egress sessions limit exceeded");
    }
    if (isFull()) {
      throw RoomMethods.noServer();
    }
    EgressReport report = new EgressReport(room.info(), plan, webhooks);
    EgressAudio audio = new WitnessedAudio(plan.audio(), () -> witness);
    Egress.Pipeline pipeline = new Egress.Pipeline(audio, output(plan, report), plan.flaw());
    Egress egress = new Egress(report, room, timing, pipeline);
    EgressInfo first = report.info();
    all.put(first.getEgressId(), egress);
    report.started();
    if (vanishing.remove(room.name())) {
      egress.vanish();
    } else {
      pacer.add(egress);
    }
    return first;
  }

  private EgressOutput output(EgressPlan plan, EgressReport report) {
    return plan.to().kind() == StreamUrl.Kind.RTMP
        ? new RtmpOutput(plan, timing.rtmp(), report, threads)
        : new WebSocketOutput(URI.create(plan.to().url()), timing, threads);
  }

  /** True if no egress host would take another one. */
  synchronized boolean isFull() {
    return active() >= faults.egressCapacity();
  }

  private long active() {
    return all.values().stream().filter(each -> !each.report().isOver()).count();
  }

  /** Stops one as StopEgress does. */
  EgressInfo stop(String egressId) {
    Egress egress = find(egressId).orElseThrow(Egresses::unknown);
    EgressInfo stopped =
        pacer
            .call(
                () -> {
                  if (egress.isOver()) {
                    return null;
                  }
                  egress.stop("StopEgress API", System.nanoTime());
                  return egress.report().info();
                })
            .join();
    if (stopped == null && !egress.report().isOver()) {
      throw TwirpException.wrapped(TwirpException.Code.DEADLINE_EXCEEDED, "request timed out");
    }
    if (stopped == null) {
      throw new TwirpException(
          TwirpException.Code.FAILED_PRECONDITION,
          "egress with status " + egress.report().info().getStatus() + " cannot be stopped");
    }
    return stopped;
  }

  /** What is known of one. */
  public Optional<EgressInfo> info(String egressId) {
    return find(egressId).map(egress -> egress.report().info());
  }

  /** Tells this one from now on what is sent, in the place of an earlier one; empty for nobody. */
  public void witness(Optional<SoundWitness> seeing) {
    witness = seeing;
  }

  /** What is known of all, in the order of their starts. */
  public synchronized List<EgressInfo> all() {
    return all.values().stream().map(egress -> egress.report().info()).toList();
  }

  /** Those that have not ended. */
  public List<EgressInfo> running() {
    return all().stream()
        .filter(info -> info.getStatusValue() < EgressStatus.EGRESS_COMPLETE_VALUE)
        .toList();
  }

  /** Kills the process of an egress: no Close frame, {@code EGRESS_FAILED}. */
  public void kill(String egressId) {
    onPacer(egressId, Egress::kill);
  }

  /** Takes the host of an egress away: no Close frame, it stays as it was, a stop times out. */
  public void vanish(String egressId) {
    onPacer(egressId, Egress::vanish);
  }

  /** The next egress of this room is taken away with its host before it does anything. */
  public void vanishNextOf(String room) {
    vanishing.add(room);
  }

  /** Lets an egress run into its time limit. */
  public void reachLimit(String egressId) {
    onPacer(egressId, Egress::reachLimit);
  }

  /** Nothing arrives for a while, then everything at once. */
  public void stall(String egressId, Duration length) {
    long until = System.nanoTime() + length.toNanos();
    onPacer(egressId, egress -> egress.stream().ifPresent(it -> it.stall(until, false)));
  }

  /** Nothing arrives for a while, and what was said then is lost. */
  public void lose(String egressId, Duration length) {
    long until = System.nanoTime() + length.toNanos();
    onPacer(egressId, egress -> egress.stream().ifPresent(it -> it.stall(until, true)));
  }

  /** From now on messages arrive in bursts, up to so far apart; zero ends it. */
  public void jitter(String egressId, Duration upTo) {
    onPacer(egressId, egress -> egress.stream().ifPresent(it -> it.jitter(upTo.toNanos())));
  }

  private void onPacer(String egressId, Consumer<Egress> action) {
    Egress egress = find(egressId).orElseThrow(Egresses::unknown);
    pacer
        .call(
            () -> {
              action.accept(egress);
              return null;
            })
        .join();
  }

  private synchronized Optional<Egress> find(String egressId) {
    return Optional.ofNullable(all.get(egressId));
  }

  static TwirpException unknown() {
    return TwirpException.wrapped(TwirpException.Code.NOT_FOUND, "egress does not exist");
  }

  /** Returns when every egress is over and its connection or process is being ended. */
  @Override
  public void close() {
    pacer.close();
    threads.shutdownNow();
  }
}
