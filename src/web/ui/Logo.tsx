/** The mark is a vault seen from inside: three arches, one behind the other. The word is drawn, so that no font decides it. */
export function LogoMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <path d="M2 22V12a10 10 0 0 1 20 0v10h-3.4V12a6.6 6.6 0 0 0-13.2 0v10z" fill="var(--accent)" />
      <path d="M7.2 22V12a4.8 4.8 0 0 1 9.6 0v10h-2.8V12a2 2 0 0 0-4 0v10z" fill="var(--focus)" />
    </svg>
  );
}

export function Logo({ height = 22 }: { height?: number }) {
  return (
    <svg
      className="v-logo"
      height={height}
      width={(height * 82) / 24}
      viewBox="0 0 82 24"
      fill="none"
      role="img"
      aria-label="Valv"
      focusable="false"
    >
      <path d="M2 22V12a10 10 0 0 1 20 0v10h-3.4V12a6.6 6.6 0 0 0-13.2 0v10z" fill="var(--accent)" />
      <path d="M7.2 22V12a4.8 4.8 0 0 1 9.6 0v10h-2.8V12a2 2 0 0 0-4 0v10z" fill="var(--focus)" />
      <g stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round">
        <path d="m31 9.5 4.7 11.2 4.7-11.2" />
        <path d="M54.2 9.5v11.2M54.2 15.1a5.3 5.5 0 1 1-10.6 0 5.3 5.5 0 0 1 10.6 0z" />
        <path d="M60.2 3.8v16.9" />
        <path d="m66.2 9.5 4.7 11.2 4.7-11.2" />
      </g>
    </svg>
  );
}
