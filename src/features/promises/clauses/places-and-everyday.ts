/** P50-P62: where the service runs and what it takes to use it. P53, P54 and P55 are about the halls. */
import type { PolicyPromise } from '../promise.ts';

export const placesAndEverydayClauses: readonly PolicyPromise[] = [
  {
    id: 'P50',
    sources: ['A', 'B'],
    kind: 'configured',
    theme: 'places',
    text: {
      sv: 'Installationen kan drivas hos Amazon Web Services med alla uppgifter i Frankfurt.',
      en: 'The installation can be run at Amazon Web Services with all data in Frankfurt.',
    },
    shownBy: {
      sv: 'Med den profilen vägrar tjänsten att starta mot någon annan region, och en rapport visar var varje slags uppgift finns.',
      en: 'With that profile the service refuses to start against any other region, and a report shows where each kind of data is.',
    },
  },
  {
    id: 'P51',
    sources: ['C'],
    kind: 'configured',
    theme: 'places',
    text: {
      sv: 'Installationen kan drivas i Microsoft Azure i norra Europa med full redundans, och vi länkar till leverantörens egen redovisning av säkerheten.',
      en: "The installation can be run in Microsoft Azure in northern Europe with full redundancy, and we link to the provider's own account of its security.",
    },
    shownBy: {
      sv: 'Med den profilen avvisas andra regioner, och en övning visar att tjänsten fortsätter när en server faller bort.',
      en: 'With that profile other regions are refused, and a drill shows that the service goes on when a server drops out.',
    },
  },
  {
    id: 'P52',
    sources: ['E'],
    kind: 'configured',
    theme: 'places',
    text: {
      sv: 'Installationen kan drivas enbart hos svenska leverantörer i svenska hallar, utom räckhåll för amerikansk lag. Det gäller även e-post, sms och andra hjälptjänster.',
      en: 'The installation can be run by Swedish suppliers in Swedish halls only, out of reach of US law. That covers e-mail, text messages and other supporting services too.',
    },
    shownBy: {
      sv: 'All utgående trafik går till en fastställd lista av mottagare, och ingen av dem ägs utanför EU.',
      en: 'All outgoing traffic goes to a fixed list of recipients, and none of them is owned outside the EU.',
    },
  },
  {
    id: 'P53',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'places',
    text: {
      sv: 'Driften är redundant på två geografiskt skilda platser. Faller den ena bort tar den andra över.',
      en: 'Operation is redundant in two geographically separate places. If one drops out, the other takes over.',
    },
    shownBy: {
      sv: 'Den första databasservern slås av under skrivning, och ingenting som bekräftats har gått förlorat.',
      en: 'The first database server is killed while writing, and nothing that was acknowledged has been lost.',
    },
  },
  {
    id: 'P54',
    sources: ['D', 'E'],
    kind: 'attested',
    theme: 'places',
    text: {
      sv: 'Hallarna övervakas dygnet runt med personal till hands alla tider, och har dubblerat nät och dubblerad ström.',
      en: 'The halls are watched day and night with staff at hand at any hour, and have redundant network and power.',
    },
    shownBy: {
      sv: 'Daterade intyg från hallarnas ägare, och ett övningslarm som kvitteras inom 15 minuter.',
      en: 'Dated statements from the owners of the halls, and a drill alarm acknowledged within 15 minutes.',
    },
  },
  {
    id: 'P55',
    sources: ['E'],
    kind: 'attested',
    theme: 'places',
    text: {
      sv: 'De fysiska servrarna används inte till något annat än den här tjänsten.',
      en: 'The physical servers carry nothing but this service.',
    },
    shownBy: {
      sv: 'Ett daterat intyg, och en inventering av vad som körs på servrarna.',
      en: 'A dated statement, and an inventory of what runs on the servers.',
    },
  },
  {
    id: 'P56',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'places',
    text: {
      sv: 'Den som vill ha full kontroll kan köra hela programmet på egna servrar. Det kontaktar då aldrig oss.',
      en: 'Whoever wants full control can run the whole program on servers of their own. It then never contacts us.',
    },
    shownBy: {
      sv: 'En installation utan nät klarar alla provkörningar, och ingen utgående trafik förekommer.',
      en: 'An installation without a network passes all trial runs, and there is no outgoing traffic.',
    },
  },
  {
    id: 'P57',
    sources: ['E'],
    kind: 'attested',
    theme: 'operation',
    text: {
      sv: 'Servrarna övervakas och uppdateras av personal som har det som uppgift.',
      en: 'The servers are watched and updated by staff who have that as their task.',
    },
    shownBy: {
      sv: 'Ett daterat intyg, och en rapport som visar att säkerhetsuppdateringar lagts in inom utsatt tid.',
      en: 'A dated statement, and a report showing that security updates were applied within the time set.',
    },
  },
  {
    id: 'P58',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'everyday',
    text: {
      sv: 'Tjänsten fungerar i telefon, på surfplatta och på dator. Ni behöver varken installera eller uppdatera något.',
      en: 'The service works on phone, tablet and computer. You need neither install nor update anything.',
    },
    shownBy: {
      sv: 'Samma provkörningar klaras i tre skärmbredder, och en öppen flik får den nya versionen av sig själv.',
      en: 'The same trial runs pass at three screen widths, and an open tab gets the new version by itself.',
    },
  },
  {
    id: 'P59',
    sources: ['B'],
    kind: 'measured',
    theme: 'everyday',
    text: {
      sv: 'Appar för iOS och Android kan läggas ut i butikerna för den som hellre använder en app.',
      en: 'Apps for iOS and Android can be published in the stores for those who prefer an app.',
    },
    shownBy: {
      sv: 'Apparna byggs ur samma version som sidan, och inloggning, andra faktor och fotograferad bilaga prövas i en mobil webbläsare.',
      en: 'The apps are built from the same version as the page, and sign-in, second factor and a photographed attachment are tried in a mobile browser.',
    },
  },
  {
    id: 'P60',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'everyday',
    text: {
      sv: 'Tjänsten är gjord för de senaste versionerna av Chrome och Edge. Internet Explorer finns inte längre och stöds inte.',
      en: 'The service is made for the latest versions of Chrome and Edge. Internet Explorer no longer exists and is not supported.',
    },
    shownBy: {
      sv: 'Alla provkörningar klaras i aktuella webbläsare, och den som har en för gammal får ett tydligt besked.',
      en: 'All trial runs pass in current browsers, and somebody with one too old is told so plainly.',
    },
  },
  {
    id: 'P61',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'everyday',
    text: {
      sv: 'Kakor måste vara tillåtna i webbläsaren, annars kan inloggningen inte fungera. Är de blockerade talar vi om det.',
      en: 'Cookies must be allowed in the browser, or signing in cannot work. If they are blocked, we say so.',
    },
    shownBy: {
      sv: 'Med blockerade kakor visas ett tydligt besked, och inloggningen hamnar aldrig i en rundgång.',
      en: 'With cookies blocked a clear notice is shown, and the sign-in never goes round in circles.',
    },
  },
  {
    id: 'P62',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'everyday',
    text: {
      sv: 'Kraven på webbläsare och utrustning kan ändras utan föregående besked. Dagen för senaste ändring står alltid på sidan.',
      en: 'The requirements on browsers and equipment may change without notice. The date of the last change always stands on the page.',
    },
    shownBy: {
      sv: 'Sidans datum jämförs med när kravlistan senast ändrades.',
      en: 'The date on the page is compared with when the list of requirements last changed.',
    },
  },
];
