import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar, Spinner } from '../../ui/Spinner.tsx';
import { Section } from './Section.tsx';

export function Messages() {
  return (
    <Section title="Besked">
      <Banner title="Ny version är inläst.">Inget du skrivit är borta.</Banner>
      <Banner tone="success" title="Återläsningen är klar." onClose={() => undefined}>
        1 200 medlemmar, 3 411 bilagor.
      </Banner>
      <Banner tone="warning" title="Lösenordet går ut om tre dagar." action={<Button size="small">Byt nu</Button>}>
        Så har organisationen bestämt.
      </Banner>
      <Banner tone="danger" title="Ändringen sparades inte." action={<Button size="small">Försök igen</Button>}>
        Någon annan ändrade samma fält 14:02.
      </Banner>
      <div className="v-columns">
        <ProgressBar label="Läser in medlemmar.csv" value={62} />
        <ProgressBar label="Väntar på servern" />
        <div className="v-cluster">
          <Spinner label="Hämtar" /> <Spinner size={24} /> Hämtar …
        </div>
      </div>
    </Section>
  );
}
