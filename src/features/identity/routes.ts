import { bind, type Binding } from '#gate/gate.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { changeAccount } from './account.ts';
import { readAddress } from './address.ts';
import { changePassword } from './change-password.ts';
import * as contract from './contract.ts';
import { readInvitation } from './invitation.ts';
import { endSession, listSessions, signOut } from './own-sessions.ts';
import { signInByLink } from './sign-in-link.ts';
import { signIn } from './sign-in.ts';
import { readSession } from './signed-in.ts';

export const bindings: Binding[] = [
  bind(contract.signIn, signIn),
  bind(contract.signInByLink, signInByLink),
  bind(contract.readAddress, readAddress),
  bind(contract.readSession, readSession),
  bind(contract.signOut, signOut),
  bind(contract.listSessions, listSessions),
  bind(contract.endSession, endSession),
  bind(contract.changeAccount, changeAccount),
  bind(contract.changePassword, changePassword),
  bind(contract.readInvitation, readInvitation),
  bind(contract.acceptInvitation, acceptInvitation),
];
