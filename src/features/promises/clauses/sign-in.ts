/** P01-P20: passwords, sign-in, access and the journal. */
import type { PolicyPromise } from '../promise.ts';

export const signInClauses: readonly PolicyPromise[] = [
  {
    id: 'P01',
    sources: ['A'],
    kind: 'configured',
    theme: 'passwords',
    text: {
      sv: 'Er administratör bestämmer hur långt ett lösenord minst ska vara, från 8 till 64 tecken.',
      en: 'Your administrator decides the minimum length of a password, from 8 to 64 characters.',
    },
    shownBy: {
      sv: 'Ett lösenord som är ett tecken för kort avvisas överallt där lösenord kan sättas, och ett som är precis långt nog godtas.',
      en: 'A password one character too short is refused wherever a password can be set, and one just long enough is accepted.',
    },
  },
  {
    id: 'P02',
    sources: ['A'],
    kind: 'configured',
    theme: 'passwords',
    text: {
      sv: 'Er administratör väljer hur starka lösenord som krävs, i tre nivåer. Vi mäter hur svårt lösenordet är att gissa i stället för att kräva siffror och specialtecken.',
      en: 'Your administrator chooses how strong passwords must be, in three grades. We measure how hard a password is to guess instead of demanding digits and symbols.',
    },
    shownBy: {
      sv: 'Fyrtio lösenord, bland dem årstider och årtal på svenska, prövas mot alla tre nivåerna.',
      en: 'Forty passwords, Swedish seasons and years among them, are tried against all three grades.',
    },
  },
  {
    id: 'P03',
    sources: ['A'],
    kind: 'configured',
    theme: 'passwords',
    text: {
      sv: 'Er administratör avgör om den som glömt sitt lösenord får begära ett nytt med e-post. Svaret avslöjar aldrig om en adress finns hos oss.',
      en: 'Your administrator decides whether somebody who forgot a password may ask for a new one by e-mail. The answer never reveals whether an address is known to us.',
    },
    shownBy: {
      sv: 'Kända och okända adresser får samma svar på samma tid, och brevet skickas bara när det är tillåtet.',
      en: 'Known and unknown addresses get the same answer in the same time, and the mail is sent only when it is allowed.',
    },
  },
  {
    id: 'P04',
    sources: ['A'],
    kind: 'configured',
    theme: 'passwords',
    text: {
      sv: 'Er administratör kan kräva att lösenord byts efter ett valt antal dagar. Kravet är avslaget från början, eftersom tvingande byten sällan ger säkrare lösenord.',
      en: 'Your administrator can require passwords to be changed after a chosen number of days. It is off from the start, because forced changes seldom make passwords safer.',
    },
    shownBy: {
      sv: 'På sista dagen fungerar allt som vanligt; dagen efter går det bara att byta lösenord eller lämna.',
      en: 'On the last day all works as usual; the day after, the only ways on are to change the password or leave.',
    },
  },
  {
    id: 'P05',
    sources: ['A'],
    kind: 'configured',
    theme: 'sign_in',
    text: {
      sv: 'Er administratör avgör om medlemmar får förbli inloggade, och i hur många dagar.',
      en: 'Your administrator decides whether members may stay signed in, and for how many days.',
    },
    shownBy: {
      sv: 'När valet slås av upphör de inloggningar som redan fanns vid nästa anrop.',
      en: 'When the choice is switched off, sign-ins that already existed end at their next call.',
    },
  },
  {
    id: 'P06',
    sources: ['A'],
    kind: 'configured',
    theme: 'passwords',
    text: {
      sv: 'Er administratör kan kräva att en medlem, eller många på en gång, byter lösenord vid nästa inloggning.',
      en: 'Your administrator can require one member, or many at once, to change password at the next sign-in.',
    },
    shownBy: {
      sv: 'Den som fått kravet kommer bara åt bytet av lösenord tills det är gjort, också efter ny inloggning.',
      en: 'Somebody under the demand reaches nothing but the change of password until it is done, even after signing in again.',
    },
  },
  {
    id: 'P07',
    sources: ['A'],
    kind: 'configured',
    theme: 'sign_in',
    text: {
      sv: 'Er administratör bestämmer hur många misslyckade försök som tillåts innan inloggningen spärras en stund. Spärren släpper av sig själv, och den som loggar in från en känd enhet stängs inte ute av andras försök.',
      en: 'Your administrator decides how many failed attempts are allowed before sign-in is held for a while. The hold ends by itself, and somebody signing in from a known device is not shut out by the attempts of others.',
    },
    shownBy: {
      sv: 'Försök från tusen adresser spärrar inloggningen även med rätt lösenord, utom från en känd enhet.',
      en: 'Attempts from a thousand addresses hold the sign-in even with the right password, except from a known device.',
    },
  },
  {
    id: 'P08',
    sources: ['A'],
    kind: 'configured',
    theme: 'access',
    text: {
      sv: 'Den som inte använt sitt medlemskap i organisationen på ett valt antal dagar påminns, och medlemskapet inaktiveras sedan automatiskt.',
      en: 'Somebody who has not used a membership for a chosen number of days is reminded, and the membership is then made inactive automatically.',
    },
    shownBy: {
      sv: 'Påminnelser går 14 och 3 dagar före, inaktiveringen sker på dagen, och medlemskap i andra organisationer är orörda.',
      en: 'Reminders go out 14 and 3 days before, the membership becomes inactive on the day, and memberships elsewhere are untouched.',
    },
  },
  {
    id: 'P09',
    sources: ['A'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Er administratör kan begränsa trafiken till valda IP-adresser eller adresserier. Begränsningen gäller varje anrop, också API-nycklar och bilagor.',
      en: 'Your administrator can restrict traffic to chosen IP addresses or ranges. The restriction holds for every call, API keys and attachments included.',
    },
    shownBy: {
      sv: 'En adress utanför serien nekas på alla vägar in, också när anropet påstår sig komma inifrån.',
      en: 'An address outside the range is refused at every door, even when the call claims to come from inside.',
    },
  },
  {
    id: 'P10',
    sources: ['A'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Säkerhetspolicyn tillhör er: bara era egna administratörer ändrar den, och varje ändring sparas med värdet före och efter.',
      en: 'The security policy is yours: only your own administrators change it, and every change is kept with the value before and after.',
    },
    shownBy: {
      sv: 'Försök från andra roller och från andra organisationers administratörer nekas, och deras policy påverkas inte av er.',
      en: 'Attempts by other roles and by administrators of other organisations are refused, and their policy is not affected by yours.',
    },
  },
  {
    id: 'P11',
    sources: ['A', 'B', 'D', 'E'],
    kind: 'measured',
    theme: 'passwords',
    text: {
      sv: 'Lösenord lagras så att ingen kan läsa dem, inte heller vår personal. Den som stjäl databasen får inga lösenord att använda.',
      en: 'Passwords are stored so that nobody can read them, our staff included. Whoever steals the database gets no passwords to use.',
    },
    shownBy: {
      sv: 'Varje lagrat lösenord kontrolleras gång på gång: saltat, hashat med argon2id minst så starkt som vi bestämt, och oanvändbart utan en nyckel utanför databasen.',
      en: 'Every stored password is checked again and again: salted, hashed with argon2id at least as strongly as we have decided, and of no use without a key kept outside the database.',
    },
  },
  {
    id: 'P12',
    sources: ['E'],
    kind: 'measured',
    theme: 'passwords',
    text: {
      sv: 'Lösenord visas aldrig på en sida och skickas aldrig i ett meddelande.',
      en: 'Passwords are never shown on a page and never sent in a message.',
    },
    shownBy: {
      sv: 'Varje svar, e-postbrev, sms och PDF i våra provkörningar genomsöks efter lösenord.',
      en: 'Every answer, e-mail, text message and PDF in our trial runs is searched for passwords.',
    },
  },
  {
    id: 'P13',
    sources: ['E'],
    kind: 'measured',
    theme: 'passwords',
    text: {
      sv: 'En administratör kan i vissa fall starta ett lösenordsbyte åt någon annan, men får aldrig se vare sig det gamla eller det nya lösenordet.',
      en: 'An administrator can in some cases start a password reset for somebody else, but never sees the old password or the new one.',
    },
    shownBy: {
      sv: 'Administratörens svar innehåller ingen hemlighet, personen får besked och dennes tidigare sessioner avslutas.',
      en: "The administrator's answer holds no secret, the person is told, and that person's earlier sessions end.",
    },
  },
  {
    id: 'P14',
    sources: ['E'],
    kind: 'measured',
    theme: 'sign_in',
    text: {
      sv: 'Den som behöver styrka vem den är eller har tappat sitt lösenord kan få en inloggningsnyckel med e-post eller sms. Nyckeln gäller i tio minuter, en enda gång, och ersätter inte den andra faktorn.',
      en: 'Somebody who has to prove who they are, or has lost a password, can get a login key by e-mail or text message. It works for ten minutes, once, and does not replace the second factor.',
    },
    shownBy: {
      sv: 'Använda nycklar, för gamla nycklar och nycklar från en annan webbläsare avvisas, och tvåfaktorsinloggning krävs ändå.',
      en: 'Used keys, keys too old and keys from another browser are refused, and the second factor is still asked for.',
    },
  },
  {
    id: 'P15',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'sign_in',
    text: {
      sv: 'Ni loggar in på er organisations egen adress med användarnamn och lösenord.',
      en: "You sign in at your organisation's own address with user name and password.",
    },
    shownBy: {
      sv: 'Rätt lösenord på fel organisations adress ger samma avslag som ett felaktigt lösenord.',
      en: "The right password at another organisation's address gets the same refusal as a wrong one.",
    },
  },
  {
    id: 'P16',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'sign_in',
    text: {
      sv: 'Hela inloggningen är krypterad; inget går i klartext över nätet.',
      en: 'The whole sign-in is encrypted; nothing crosses the network in clear text.',
    },
    shownBy: {
      sv: 'Okrypterade anrop avvisas, och i avlyssnad trafik finns ingen läsbar text.',
      en: 'Unencrypted calls are refused, and captured traffic holds no readable text.',
    },
  },
  {
    id: 'P17',
    sources: ['D'],
    kind: 'configured',
    theme: 'sign_in',
    text: {
      sv: 'Tvåfaktorsinloggning finns med engångskod eller passnyckel, och er administratör kan kräva den av alla.',
      en: 'Two-factor sign-in is available with a one-time code or a passkey, and your administrator can require it of everybody.',
    },
    shownBy: {
      sv: 'Alla vägar in prövas utan den andra faktorn och ger inga uppgifter; samma kod fungerar inte två gånger.',
      en: 'Every way in is tried without the second factor and gives no data; the same code does not work twice.',
    },
  },
  {
    id: 'P18',
    sources: ['D'],
    kind: 'configured',
    theme: 'sign_in',
    text: {
      sv: 'Den som inte gjort något på en viss tid loggas ut automatiskt. Er administratör bestämmer hur lång tiden är.',
      en: 'Somebody who has done nothing for a while is signed out automatically. Your administrator decides how long the while is.',
    },
    shownBy: {
      sv: 'En sekund efter tidens slut nekas nästa anrop, och uppgifterna är borta ur webbläsaren.',
      en: 'One second after the time is up the next call is refused, and the data is gone from the browser.',
    },
  },
  {
    id: 'P19',
    sources: ['D'],
    kind: 'measured',
    theme: 'encryption',
    text: {
      sv: 'Lösenorden är lika oläsbara i backuperna som i driften, och backuperna är dessutom krypterade.',
      en: 'Passwords are as unreadable in the backups as in operation, and the backups are encrypted as well.',
    },
    shownBy: {
      sv: 'En återläst backup genomsöks efter ett märkt lösenord, och en backup utan sin nyckel går inte att öppna.',
      en: 'A restored backup is searched for a marked password, and a backup without its key cannot be opened.',
    },
  },
  {
    id: 'P20',
    sources: ['D'],
    kind: 'configured',
    theme: 'sign_in',
    text: {
      sv: 'En inloggad dator som lämnas obevakad är ert eget ansvar. Med Lås nu stänger ni sessionen direkt.',
      en: 'A signed-in computer left unattended is your own responsibility. Lock now closes the session at once.',
    },
    shownBy: {
      sv: 'Villkoret visas och godkänns i den version som gäller, och Lås nu avslutar sessionen.',
      en: 'The clause is shown and accepted in its current version, and Lock now ends the session.',
    },
  },
];
