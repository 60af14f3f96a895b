import { changeLanguage, LANGUAGES, useLanguage, type Language } from '../language.ts';
import { changeTheme, THEMES, useTheme, type Theme } from '../theme.ts';
import { Badge } from '../ui/Badge.tsx';
import { LinkButton } from '../ui/Link.tsx';
import { Logo, LogoMark } from '../ui/Logo.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RadioGroup } from '../ui/RadioGroup.tsx';
import { Colours } from './sections/Colours.tsx';
import { Buttons } from './sections/Buttons.tsx';
import { Fields } from './sections/Fields.tsx';
import { Choices } from './sections/Choices.tsx';
import { FaultyForm } from './sections/FaultyForm.tsx';
import { Overlays } from './sections/Overlays.tsx';
import { Messages } from './sections/Messages.tsx';
import { Display } from './sections/Display.tsx';
import { States } from './sections/States.tsx';
import { Icons } from './sections/Icons.tsx';

export function ComponentsView({ search }: { search: URLSearchParams }) {
  const opened = search.get('open');
  return (
    <main className="g-gallery" id="main">
      <Head />
      <Colours />
      <Buttons />
      <Fields />
      <Choices />
      <FaultyForm />
      <Overlays opened={opened} />
      <Messages />
      <Display />
      <States />
      <Icons />
    </main>
  );
}

function Head() {
  const theme = useTheme();
  const language = useLanguage();
  return (
    <>
      <div className="v-cluster">
        <Logo height={34} />
        <LogoMark size={34} />
      </div>
      <PageHeader
        title="Galleri"
        windowTitle="Galleri"
        crumbs={[
          { label: 'Valv', href: '#valv' },
          { label: 'Utveckling', href: '#development' },
        ]}
        badge={<Badge tone="accent">1.0</Badge>}
        description="Alla delar i alla lägen. Registret, inloggningen och tabellen har egna vyer."
        actions={
          <>
            <LinkButton href="?view=register">Register</LinkButton>
            <LinkButton href="?view=register&rows=100000&all">100 000 rader</LinkButton>
            <LinkButton href="?view=entry">Inloggning</LinkButton>
          </>
        }
      />
      <div className="v-columns">
        <RadioGroup
          label="Utseende"
          value={theme}
          onChange={(id) => changeTheme(id as Theme)}
          options={THEMES.map((id) => ({ id, label: id }))}
        />
        <RadioGroup
          label="Språk"
          value={language}
          onChange={(id) => changeLanguage(id as Language)}
          options={LANGUAGES.map((id) => ({ id, label: id }))}
        />
      </div>
    </>
  );
}
