package io.roomscribe.standin.livekit;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Raw audio to a WebSocket: dials before the first packet has come, never dials twice.
 *
 * <p>Threading: confined to the pacing thread; dialing blocks a thread of the executor.
 *
 * <p>Errors: 400 for a connection that cannot be opened, 503 for one that breaks.
 */
final class WebSocketOutput implements EgressOutput {

  private final URI url;
  private final EgressTiming timing;
  private final Executor dialers;
  private CompletableFuture<EgressSocket> dialing;
  private EgressSocket socket;
  private EgressStream stream;

  WebSocketOutput(URI url, EgressTiming timing, Executor dialers) {
    this.url = url;
    this.timing = timing;
    this.dialers = dialers;
  }

  @Override
  public void open() {
    dialing =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return EgressDialer.dial(url);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            },
            dialers);
  }

  @Override
  public boolean isOpen() throws EgressFailure {
    if (!dialing.isDone()) {
      return false;
    }
    try {
      socket = dialing.join();
      return true;
    } catch (CompletionException e) {
      throw new EgressFailure(e.getCause().getMessage(), 400, e);
    }
  }

  @Override
  public void idle() throws EgressFailure {
    try {
      socket.exchange();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void start(EgressAudio audio, long nowNanos) {
    socket.start();
    stream = new EgressStream(audio, socket, timing, nowNanos);
  }

  @Override
  public void tick(long nowNanos) throws EgressFailure {
    try {
      stream.tick(nowNanos);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static EgressFailure broken(IOException cause) {
    return new EgressFailure(cause.getMessage(), 503, cause);
  }

  @Override
  public void closeCleanly() {
    if (socket != null) {
      socket.closeCleanly();
    }
    abort();
  }

  @Override
  public void abort() {
    if (dialing != null) {
      // A socket that has said goodbye is closed already; all others end without a Close frame.
      dialing.thenAccept(EgressSocket::abort);
    }
  }

  @Override
  public Optional<EgressStream> stream() {
    return Optional.ofNullable(stream);
  }
}
