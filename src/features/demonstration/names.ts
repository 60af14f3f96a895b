/**
 * Names as they sound in a Swedish town today. Given names keep to the background of the family name and, in the
 * largest group, to the generation, so that a member list looks like one.
 */
export type NameGroup = Readonly<{
  /** Households out of a hundred. */
  share: number;
  /** By year of birth: the last entry whose `from` is not after it. */
  women: readonly GivenNames[];
  men: readonly GivenNames[];
  family: readonly string[];
}>;

export type GivenNames = Readonly<{ from: number; names: readonly string[] }>;

const ANY_YEAR = 0;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const nameGroups: readonly NameGroup[] = [
  {
    share: 58,
    women: [
      {
        from: ANY_YEAR,
        names: words(`Gun-Britt Ingegerd Birgitta Margareta Ulla Kerstin Barbro Märta Solveig Inga-Lill Berit Anna-Greta
          Siv Ann-Marie Maj-Britt Gunilla Rut Elsy Agneta Désirée`),
      },
      {
        from: 1960,
        names: words(`Åsa Anna-Karin Helena Annika Malin Jenny Camilla Ulrika Pernilla Therése Linda Sofia Johanna
          Emelie Hanna Frida Åse Cecilia Charlotte Madeleine`),
      },
      {
        from: 1992,
        names: words(`Elsa Alma Astrid Linnéa Ebba Wilma Maja Saga Signe Tuva Ellen Agnes Stina Ottilia Märit Tilde
          Freja Vendela Nellie Alicia`),
      },
    ],
    men: [
      {
        from: ANY_YEAR,
        names: words(`Rune Karl-Erik Sven-Åke Bengt Göran Åke Sören Lennart Börje Rolf Stig Nils-Olof Gösta Kjell
          Ingvar Håkan Björn Jan-Olof Arne René`),
      },
      {
        from: 1960,
        names: words(`Mats Jörgen Fredrik Henrik Mikael Jonas Niklas Mattias Daniel Tobias Pär Stefan Johan Magnus
          Andreas Patrik Måns Rikard Torbjörn André`),
      },
      {
        from: 1992,
        names: words(`Liam Hugo Elias Nils Viktor Love Melker Sixten Albin Gustav Isak Oliver Vidar Ville Malte Adrian
          Edvin Folke Noé Östen`),
      },
    ],
    family: words(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindberg
      Lindström Lundgren Berglund Bergström Sandberg Nyström Wallin Vallin Lindqvist Forsberg Sjöberg Wikström Viklund
      Eklund Hedlund Söderberg Nordström Åberg Ågren Åkesson Ångström Ek Öberg Öhman Östlund Östberg Örn Ödmark Ärlig
      Älvström Mårtensson Månsson Håkansson Jönsson Bengtsson Björk Björklund Löfgren Löfberg Norén Lindén Wallén
      Hallén Idrén Modée Linné Rosén Dahlgren Hägg Höglund Sköld Stjerna Svärd Granath Ahlgren Palmqvist Wåhlin Wååg
      Kjellberg Thörn Zetterlund Zackrisson Ysander Fälth Grönvall Hjärpe`),
  },
  {
    share: 8,
    women: [{ from: ANY_YEAR, names: words('Aino Päivi Riitta Tuula Kaisa Satu Marjatta Hilkka Sirpa Mirjami') }],
    men: [{ from: ANY_YEAR, names: words('Pekka Jukka Timo Väinö Reijo Antti Mikko Juhani Esa Jyrki') }],
    family: words(`Virtanen Korhonen Mäkinen Nieminen Hämäläinen Koskinen Järvinen Mäkelä Lehtonen Heikkinen Hyvönen
      Niemi Kivelä Jokinen Väisänen Räsänen`),
  },
  {
    share: 11,
    women: [
      { from: ANY_YEAR, names: words('Amra Jasmina Lejla Selma Emina Dragana Vesna Ivana Arta Blerta Željka Snežana') },
    ],
    men: [
      { from: ANY_YEAR, names: words('Adnan Mirza Haris Zlatko Goran Dejan Miloš Nenad Arben Besnik Željko Dženan') },
    ],
    family: words(`Hadžić Begić Kovačević Jovanović Petrović Marković Nikolić Đorđević Delić Hodžić Krasniqi Gashi
      Berisha Hoxha Šarić Mehmedović Bašić Vuković Živković Ibrahimović Halilović Ćosić`),
  },
  {
    share: 10,
    women: [
      { from: ANY_YEAR, names: words('Fatima Noor Layla Rania Mariam Huda Zeinab Amal Yasmin Sara Dina Rima Hala') },
    ],
    men: [
      { from: ANY_YEAR, names: words('Ahmad Omar Khaled Yousef Hassan Mustafa Bilal Tariq Samir Karim Ali Zaid Anas') },
    ],
    family: words(`Al-Masri Haddad Khalil Mansour Saleh Nasser Darwish Hamdan Aziz Al-Hassan Ibrahim Barakat Shaheen
      Younes Jaber Al-Khatib Taha Qasim Said Abbas`),
  },
  {
    share: 5,
    women: [{ from: ANY_YEAR, names: words('Hodan Ayaan Ifrah Sagal Hibaaq Deeqa Fadumo Nasra Idil Ubah') }],
    men: [{ from: ANY_YEAR, names: words('Abdirahman Mohamed Liban Yusuf Abdi Guled Mahad Warsame Ismail Bashir') }],
    family: words('Ali Warsame Hersi Jama Farah Abdullahi Osman Hussein Mohamud Nur Elmi Guleed Duale Aden'),
  },
  {
    share: 5,
    women: [{ from: ANY_YEAR, names: words('Parisa Shirin Nasrin Leila Mina Azadeh Roya Golnaz Niloufar Setareh') }],
    men: [{ from: ANY_YEAR, names: words('Reza Behrouz Dariush Kaveh Arash Babak Farhad Mehdi Navid Siavash') }],
    family: words(`Ahmadi Hosseini Karimi Rezaei Moradi Tehrani Shirazi Farhadi Rahimi Sadeghi Ebrahimi Norouzi Zand
      Kazemi Jafari`),
  },
  {
    share: 3,
    women: [{ from: ANY_YEAR, names: words('Agnieszka Małgorzata Ewa Zofia Kinga Beata Wiesława') }],
    men: [{ from: ANY_YEAR, names: words('Paweł Tomasz Łukasz Zbigniew Krzysztof Mirosław Józef') }],
    family: words('Kowalski Wójcik Nowak Zieliński Wiśniewski Kamiński Dąbrowski Łukasik Żuk Ślusarczyk'),
  },
];
