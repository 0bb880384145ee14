"""Names of people who do not exist, as the languages of many lists spell them."""

WESTERN = """
    Siân Zoë Chloë Brontë Seán Siobhán Róisín Ciarán Mairéad Áine Gráinne Pádraig Órlaith
    Éamonn Étaín Sinéad Caitríona Dónal Tomás Mícheál Dáithí Oisín Clíona Diarmáid Séamus Úna
    Ó Ní Fhloinn Cáit Llŷr Gwên Siôn Glyndŵr Mônwen Iôn Llinôs Tŷ Arianwên Nêst Bethân Rhûn
    Dûr Hâf Gwenllîan Teifî Màiri Mòrag Seònaid Chrìsdean Mìcheal Dòmhnall Ùisdean Ùna
    Rùairidh Pàdraig Màrtainn Sìne Sìleas Eòghann Eòin MacÌomhair MacDhòmhnaill NicLeòid Nèill
    Fìona Cìan Rìbhinn Iòsaph Dùghall Ailìs José André Andrée René Renée Noël Noé Joëlle
    Raphaël Michaël Gaël Anaïs Loïc Benoît François Hélène Irène Gisèle Thérèse Geneviève
    Adèle Lumière Ferrière Bèye Guèye Ndèye Étienne Émile Ève Jérôme Frédéric Stéphane
    Sébastien Aimée Château Lévêque Forêt Prêtre Crépin Fête Têtu Bêche Guêpe Brûlé Août Coût
    Dûment Sœur Lebœuf Cœur Bœuf Bœglin Kœnig Schœlcher Kœchlin Œuvray L’Haÿ Croÿ Louÿs Ÿvonne
    Haïm Naïma Aïcha Saïd Moïse Héloïse Zaïre Noémie Zoé Cloë Mahé Kévin Maël Maëlys Gwénaëlle
    Loïs Françoise Garçon Leçon Façade Ça Aurélie Élise Mathèo Andrèa Lèa Thèo Viènne Guènolé
    Étiènne Juliènne Mathièu Andrièu Fañch Mikaël Annaïg Yaël Daniël Daniëlle Joël Israël
    Ismaël Noëmi Josèphe Müller Möller Schröder König Köhler Björn Jörg Jörn Sören Böhm Krüger
    Büttner Schäfer Jäger Käthe Weiß Voß Strauß Groß Dürr Gößling Öztürk Ünal Gülay Özdemir
    Çelik Güneri Çetin Ülkü Koç Tunç Genç Göçmen Yüce Türkçü Gökçe Çınar Weißmüller Süß
    Fußmann Preußler Größl Maßmann Läßig Rößler Søren Jørgen Bjørn Øystein Øyvind Åse Håkan
    Måns Kjær Mårten Pär Älva Öberg Sjöberg Nyström Næss Sætre Ødegård Bjørnsson Frøya Høiby
    Bøe Søeborg Tøien Bjørnøy Løvås Grønås Kværner Bræin Ærø Præstø Sørensen Kierkegård
    Vestergård Mærsk Skovgård Strømsø Sejerø Møller Brødsgård Østergård Nørgård Kiær
    Sigurðardóttir Guðrún Guðmundur Þórður Þórdís Davíð Böðvar Eiður Hörður Friðrik Heiða
    Heiðar Aðalsteinn Aðalbjörg Auður Auðunn Viðar Iðunn Hreiðar Daði Steinþór Hafþór Eyþór
    Bergþóra Sigþrúður Arnþór Sæþór Snæþór Guðþór Þorsteinn Þorgeir Þráinn Þuríður Þyri Þrúður
    Þjóðólfur Þröstur Þura Þöll Bryndís Ásdís Týr Ýmir Ýr Lýður Nýborg Dýrfinna Æsa Ægir Ísold
    Úlfur Össur Ólöf Ögmundur Jóhönnudóttir Heðin Eyðun Bárður Jógvan Róaldur Høgnesen
    Eyðfinnur Sigríð Ragnfríð Vébjørn Óðinn Baldvinsson García Hernández González Rodríguez
    López Pérez Muñoz Peña Núñez Jiménez Ibáñez Castañeda Yáñez Ordóñez Zúñiga Iñaki Iñigo
    Begoña Goñi Ángel Jesús Raúl Martín Joaquín Víctor Óscar Ñáñez Íñiguez Argüello Agüero
    Güell Sagüés Òscar Mònica Núria Àngels Jòrdi Gènova Llàtzer Fàbregas Colomé Forès João
    Simões Magalhães Gonçalves Conceição Araújo Antônio Guimarães Camões Inês Brandão Leitão
    Assunção Lourenço Mendonça Rêgo Macêdo Azevêdo Figueirêdo Pêgo Florêncio Terêncio
    Paciência Hermínia Guimarãis Irmã Romã Avelãs Mãe Zêzere Português Simão Valdevez Cordões
    Bênção Órfão Ângela Ânia Nicolò Niccolò Forlì Cantù Mosè Noè Josuè Gesù Cefalù Tomà Nicolà
    Dalmà Bartolomèo Fabriàno Giòn Daniël Zoë Coën Raphaël Ruiné Curaçao Françus Michiel
    Koßler Brûning Reünie Andriës Tiën Geërt Blertë Besartë Gëzim Përparim Çerkez Drilon
    Valbonë Fatmirë Ardianë Shqipë Hëna Kastriotë Përçi Tõnu Kõiv Võsu Mõttus Põder Jõgi
    Lõhmus Kõrvits Tõrv Sõrm Rõõm Mägi Pärn Tänak Kütt Õunapuu Põld Žanna Šein Aleš Tomáš
    Lukáš Beneš Šimon Žižka Novotný Veselý Výborný Starý Malý Rýdl Sýkora Týn Mlýnek Bystrý
    Hýbl Žofie Šárka Miloš Matouš Alojz Matúš Jánoš Marián Ján Jurík Zuzana Ožvald Hämäläinen
    Mäkelä Seppälä Järvinen Päivi Sirkkä Kähkönen Törmänen Hyvönen Vänskä Räsänen Beyoncé
    D’Arcy O’Brien O’Fennimore N’Guessan D’Angelo L’Estrange McÉvoy Nguyên Trân Lê Xuân Hoàng
    Adébáyò Olúwásèun Adèolá Bùkólá Ayòdélé Fúnmiláyò Títílayò Ìyábò Olá Adékúnlé Kéhìndé
    Yétúndé
""".split()
POLISH = """
    Łukasz Michał Paweł Stanisław Kamiński Wiśniewski Dąbrowski Zieliński Woźniak Kozłowski
    Jabłoński Zając Zięba Stępień Gołębiewski Żaneta Grażyna Elżbieta Małgorzata Śliwa Świątek
    Wałęsa Żak Bąk Włodarczyk Maćkowiak Kaźmierczak Jóźwiak Różański Kościuszko Leśniak
    Jaśkowiak Dębski Gębala Kępa Węgrzyn Jędrzej Krzysztofińska Bończyk Wierzbiński
    Kwiatkowską Pietrzyński Święcicki Rybińska
""".split()
CZECH = """
    Růžička Hůlka Dvořák Němec Zdeněk Jiří Ondřej Kučera Řezníček Vaněk Kovařík Sedláček
    Havlíček Čapek Nováček Tomáček Březina Přibyl Čermák Kolář Šafařík Černý Vaňková Růžena
    Matějka Ľudmila Ľubomír
""".split()
BALKAN = """
    Petrović Jovanović Milošević Kovač Kovačić Ivanović Đorđević Anđelko Čović Bošković Hadžić
    Đurić Ionuţ Mihăilă Cătălin Mădălina Ştefan Dănuţ Constanţa Răzvan Tănase Păun Stănescu
    Vlăduţ Grigoraş
""".split()
HUNGARIAN = (
    "Gergő Dezső Jenő Ernő Erdős Szűcs Szőke Győző Kővári Győri Lőrinc Hegedűs Benkő".split()
)
TURKISH = """
    Ayşe Yılmaz Yıldız Kılıç Aydın Şahin Çağrı Erdoğan Oğuz Tuğba Yiğit Işık Barış Güneş Aktaş
    Demirtaş Şen Şener Şule Şeker Aslıhan Yalçın Kadıoğlu İbrahim İsmail İlker İpek Yıldızhan
    Hacıoğlu Bağcı Kalaycı Avcı Karadağ Doğukan Çiğdem Beşir Paşa Mustafaoğlu Köroğlu Şimşek
    Başaran Taşkın Şükrü
""".split()
BALTIC = """
    Petrauskaitė Jankauskienė Butkutė Kazlauskytė Rūta Šarūnas Arūnas Žydrūnas Žygimantas
    Kęstutis Stankevičius Žukauskas Urbonavičius Šimkus Matuševičius Gražulis Ažubalis Bružas
    Jānis Kārlis Mārtiņš Pēteris Bērziņš Kalniņš Ozoliņa Ēriks Ģirts Liepiņš Kristīne
""".split()
BY_CODE_PAGE = {
    "cp1250": [*POLISH, *CZECH, *BALKAN, *HUNGARIAN],
    "cp1254": TURKISH,
    "cp1257": BALTIC,
    "iso8859-2": [*POLISH, *CZECH, "Tomáš", "Šimek", "Aleš", "Žižka"],
}
MAC_OR_850 = """
    Zoë Siân Seán Siobhán Róisín Ciarán Mairéad Áine José René Noël Joël Raphaël François
    Hélène Jürgen Günther Müller Björn Jörg König García Hernández Rodríguez López Muñoz Peña
    Núñez Jesús Raúl Jérôme Benoît Loïc Étienne Éamonn Gonçalves Sébastien
""".split()
RIGHT_TEXTS = (
    "5 m² or 3 m³, cm³, 2¾ in, 5°C, ©2024 Acme® Adobe™",
    "“quoted” ‘single’ it’s – — … • § 12",
    "£5k £each £amount £owed £UK €5 nº 5 Mª José 1º 2ª",
    "¿Qué? ¡Hola! ¿qué pasa? amigo¿",
    "«élève» »bonjour« „Änderung“ ‚einfach‘ rock’n’roll",
    "word—word London–Leeds north–south",
    "Smith¹ Moore³ Jones² §5 ¶3 ±2 5±2 µm a×b ÷ ¬ ¦ ´ ¨ ¸",
    "à la carte où là ça crème brûlée",
    "O‘Brien O’Neill D’Arcy’s clients’ don’t",
    "",
)
