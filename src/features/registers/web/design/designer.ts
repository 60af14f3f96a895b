import { createContext, use, useCallback, useMemo, useState } from 'react';
import { useLanguage, useMessages } from '#web/language.ts';
import type { Register } from '../queries.ts';
import { describeChanges, type Change } from './changes.ts';
import {
  changeField,
  definitionOf,
  definitionOfRegister,
  designOf,
  keysOf,
  type Definition,
  type Design,
  type FieldDraft,
} from './design.ts';
import { messageAt, withoutFaultsAt, type Fault } from './faults.ts';
import { messages } from './messages.ts';
import { rebase } from './rebase.ts';
import { useNameOf } from './useNameOf.ts';

interface Saved {
  version: number;
  definition: Definition;
}

/** The drawing board of one register: what is saved, what is drawn, which field is looked at, and what the server found wrong. */
export interface Designer {
  saved: Saved;
  design: Design;
  /** What is drawn, as it would be saved. */
  definition: Definition;
  changes: readonly Change[];
  chosen: FieldDraft | undefined;
  faults: readonly Fault[];
  choose: (id: string | undefined) => void;
  /** Draws; `settings` of the register that it changes lose their faults. */
  draw: (change: (design: Design) => Design, settings?: readonly string[]) => void;
  set: (field: string, change: Partial<FieldDraft>) => void;
  tell: (faults: readonly Fault[]) => void;
  faultAt: (field: string | undefined, setting: string) => string | undefined;
  /** Everything is as the server has it now. */
  settle: (register: Register) => void;
  /** What was drawn lies over a newer version. */
  rebaseOn: (register: Register) => void;
  discard: () => void;
}

export const DesignerContext = createContext<Designer | undefined>(undefined);

export function useDesigner(): Designer {
  const designer = use(DesignerContext);
  if (!designer) throw new Error('useDesigner is for parts of the designer page');
  return designer;
}

const savedOf = (register: Register): Saved => ({
  version: register.version,
  definition: definitionOfRegister(register),
});

export function useDesignerOf(register: Register): Designer {
  const text = useMessages(messages);
  const language = useLanguage();
  const nameOf = useNameOf();
  // What was begun with: a newer version that is read meanwhile must not slip under what is being drawn.
  const [saved, setSaved] = useState(() => savedOf(register));
  const [design, setDesign] = useState(() => designOf(saved.definition));
  const [chosenId, choose] = useState<string | undefined>(() => design.fields[0]?.id);
  const [faults, tell] = useState<readonly Fault[]>([]);

  const definition = useMemo(() => definitionOf(design), [design]);
  const changes = useMemo(
    () => describeChanges(saved.definition, definition, { text, language, nameOf }),
    [saved, definition, text, language, nameOf],
  );

  const draw = useCallback((change: (design: Design) => Design, settings: readonly string[] = []) => {
    setDesign(change);
    tell((now) => withoutFaultsAt(now, undefined, settings));
  }, []);
  const set = useCallback((field: string, change: Partial<FieldDraft>) => {
    setDesign((now) => changeField(now, field, change));
    tell((now) => withoutFaultsAt(now, field, Object.keys(change)));
  }, []);

  const begin = (next: Saved, drawn: Definition) => {
    const key = chosenId === undefined ? undefined : keysOf(design.fields).get(chosenId);
    setSaved(next);
    setDesign(designOf(drawn, next.definition));
    tell([]);
    choose(key !== undefined && drawn.fields.some((field) => field.key === key) ? key : drawn.fields[0]?.key);
  };

  return {
    saved,
    design,
    definition,
    changes,
    chosen: design.fields.find(({ id }) => id === chosenId),
    faults,
    choose,
    draw,
    set,
    tell,
    faultAt: (field, setting) => messageAt(faults, field, setting),
    settle: (register) => begin(savedOf(register), definitionOfRegister(register)),
    rebaseOn: (register) =>
      begin(savedOf(register), rebase(saved.definition, definition, definitionOfRegister(register))),
    discard: () => begin(saved, saved.definition),
  };
}
