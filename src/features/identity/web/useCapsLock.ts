import { useEffect, useState } from 'react';

/** Whether the last key that was pressed was pressed with caps lock on. */
export function useCapsLock(): boolean {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    const look = (event: KeyboardEvent) => {
      // What a password manager fills in comes as an event without keys.
      if (event instanceof KeyboardEvent) setOn(event.getModifierState('CapsLock'));
    };
    addEventListener('keydown', look);
    addEventListener('keyup', look);
    return () => {
      removeEventListener('keydown', look);
      removeEventListener('keyup', look);
    };
  }, []);
  return isOn;
}
