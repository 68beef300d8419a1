package io.roomscribe.standin.livekit;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The API calls that were let in, in order, for assertions. Threading: safe. */
public final class CallLog {

  private final List<Call> calls = new CopyOnWriteArrayList<>();

  void add(Call call) {
    calls.add(call);
  }

  /** Every call. */
  public List<Call> all() {
    return List.copyOf(calls);
  }

  /** The calls of one method, such as {@code StartTrackEgress}. */
  public List<Call> of(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** The calls of one method about one room. */
  public List<Call> of(String method, String room) {
    return of(method).stream().filter(call -> call.room().equals(room)).toList();
  }

  /** How often a method was called. */
  public int count(String method) {
    return of(method).size();
  }

  /** Forgets all of them. */
  public void clear() {
    calls.clear();
  }

  /**
   * One call.
   *
   * @param method name of the method without its service
   * @param room the room it was about, empty if about none
   * @param request what was asked
   * @param status HTTP status of the answer, whether or not it arrived
   */
  public record Call(String method, String room, Message request, int status) {}
}
