import { Section } from './Section.tsx';

const COLOURS =
  'paper sunken surface raised hover press line line-strong line-control ink ink-2 ink-3 ink-disabled accent accent-hover accent-ink accent-soft danger danger-soft warning warning-soft success success-soft info info-soft focus selection'.split(
    ' ',
  );

export function Colours() {
  return (
    <Section title="Färgroller">
      <div className="g-swatches">
        {COLOURS.map((colour) => (
          <span key={colour} className="g-swatch">
            <i style={{ background: `var(--${colour})` }} />
            {colour}
          </span>
        ))}
      </div>
    </Section>
  );
}
