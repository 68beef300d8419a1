package io.roomscribe.rooms;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/** Tells the news as CDI events. */
@ApplicationScoped
class CdiNews implements SessionNews {

  @Inject Event<SpokenUtterance> utterances;
  @Inject Event<AudioGap> gaps;
  @Inject Event<SessionChanged> changes;
  @Inject Event<SessionFinishing> finishings;

  @Override
  public void spoken(SpokenUtterance utterance) {
    utterances.fire(utterance);
  }

  @Override
  public void missing(AudioGap gap) {
    gaps.fire(gap);
  }

  @Override
  public void changed(SessionChanged change) {
    changes.fire(change);
  }

  @Override
  public void finishing(SessionFinishing finishing) {
    finishings.fire(finishing);
  }
}
