import { useCallback, useEffect, useEffectEvent, useState } from 'react';

const NEAR_PX = 600;

/** Calls when the element comes near the reader's eyes, and again after each rendering in which it still is. */
export function useNear(onNear: () => void): (element: Element | null) => void {
  const [element, setElement] = useState<Element | null>(null);
  const [isNear, setNear] = useState(false);
  const near = useEffectEvent(onNear);
  useEffect(() => {
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: `${NEAR_PX}px`,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  useEffect(() => {
    if (isNear) near();
  });
  return useCallback((next: Element | null) => setElement(next), []);
}
