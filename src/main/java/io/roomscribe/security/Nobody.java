package io.roomscribe.security;

/** May do nothing. */
record Nobody() implements Caller {

  @Override
  public boolean mayRead(String room) {
    return false;
  }

  @Override
  public boolean mayManage(String room) {
    return false;
  }

  @Override
  public boolean readsAllRooms() {
    return false;
  }

  @Override
  public String name() {
    return "nobody";
  }
}
