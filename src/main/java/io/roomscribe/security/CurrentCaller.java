package io.roomscribe.security;

import jakarta.enterprise.context.RequestScoped;

/**
 * Who is asking in this request; nobody until the {@link AccessFilter} has found out, so a resource
 * that the filter does not cover is closed.
 *
 * <p>Threading: confined to the request. What goes on after the request has returned (an event
 * stream) asks before it returns.
 */
@RequestScoped
class CurrentCaller implements Caller {

  private Caller caller = new Nobody();

  void become(Caller known) {
    this.caller = known;
  }

  @Override
  public boolean mayRead(String room) {
    return caller.mayRead(room);
  }

  @Override
  public boolean mayManage(String room) {
    return caller.mayManage(room);
  }

  @Override
  public boolean readsAllRooms() {
    return caller.readsAllRooms();
  }

  @Override
  public String name() {
    return caller.name();
  }
}
