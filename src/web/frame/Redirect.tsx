import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * Goes on to another address of the product, once, and leaves nothing in the history to go back to. Where to is decided when it
 * is first drawn: while the next page is on its way the address has already changed, and must not lead on from there.
 */
export function Redirect({ href }: { href: string }) {
  const navigate = useNavigate();
  const [target] = useState(href);
  useEffect(() => void navigate({ href: target, replace: true }), [navigate, target]);
  return null;
}
