"""Names that invented people are made of."""

FIRST_NAMES = (
    "Adele", "Aidan", "Amara", "Anders", "Anya", "Arjun", "Astrid", "Aurelio", "Bianca", "Boris", "Brigid", "Bruno",
    "Camila", "Carlo", "Cecily", "Cyrus", "Dagny", "Damian", "Daphne", "Darius", "Delphine", "Dimitri", "Edith",
    "Eero", "Elias", "Elodie", "Emre", "Esme", "Ezra", "Fabian", "Farah", "Felix", "Fiona", "Florian", "Freya",
    "Gareth", "Gemma", "Giles", "Greta", "Gustav", "Hana", "Harlan", "Hazel", "Hector", "Helga", "Hugo", "Ida",
    "Ignatius", "Imani", "Ingrid", "Isla", "Ivor", "Jasper", "Joaquin", "Jocasta", "Jonas", "Jules", "Kaia", "Kamal",
    "Katya", "Keiko", "Kiran", "Lars", "Leila", "Leonie", "Linnea", "Lorcan", "Lucia", "Magnus", "Maren", "Marisol",
    "Matteo", "Mei", "Milan", "Mina", "Nadine", "Niamh", "Nils", "Noor", "Octavia", "Olaf", "Omar", "Orla", "Oscar",
    "Paloma", "Pascal", "Petra", "Philippa", "Quentin", "Rafael", "Ragnar", "Reza", "Rhea", "Rohan", "Rosalind",
    "Ruben", "Sabine", "Samir", "Saskia", "Selma", "Silas", "Soren", "Stella", "Sunil", "Tamsin", "Tariq", "Thea",
    "Tobias", "Ulla", "Umar", "Una", "Valeria", "Vera", "Viggo", "Wanda", "Willa", "Xavier", "Yara", "Yusuf", "Zelda",
    "Zoran",
)  # fmt: skip

LAST_NAMES = (
    "Abernathy", "Achterberg", "Albescu", "Almgren", "Amundsen", "Andrade", "Arkwright", "Aslani", "Babbage",
    "Bakshi", "Baptista", "Barrowman", "Belisle", "Bergstrom", "Birdsong", "Blackwood", "Bogdanov", "Bouchard",
    "Brambilla", "Brightwell", "Cardoso", "Carmody", "Castellan", "Chaudhary", "Claremont", "Coppola", "Cranfield",
    "Dalgaard", "Delacroix", "Demirci", "Dobson", "Drummond", "Eastman", "Edevane", "Ekberg", "Ellsworth", "Escobar",
    "Fairbanks", "Falconer", "Farrugia", "Ferreira", "Fitzhugh", "Fontaine", "Galbraith", "Garrido", "Gellert",
    "Ghorbani", "Gillespie", "Goodwin", "Granger", "Grimaldi", "Haddad", "Halloran", "Hartwell", "Hashemi",
    "Hawthorne", "Holmberg", "Huxley", "Ibarra", "Iversen", "Jablonski", "Jankovic", "Jessop", "Kaminski", "Karlsson",
    "Kavanagh", "Khatri", "Kingsley", "Kowalczyk", "Kristoff", "Lachance", "Langlois", "Larkspur", "Leclair",
    "Lindqvist", "Lockhart", "Lombardi", "Lysander", "Macalister", "Madrigal", "Malhotra", "Marchetti", "Mayfield",
    "Mcallister", "Melnyk", "Merriweather", "Montague", "Moreau", "Nakamura", "Navarro", "Nightingale", "Novak",
    "Obrien", "Okafor", "Oleander", "Ostrowski", "Pahlavi", "Pankhurst", "Paquette", "Pemberton", "Petrov",
    "Pinheiro", "Quillfeather", "Quintero", "Radcliffe", "Rahmani", "Ravenscroft", "Rendell", "Rosenthal",
    "Rutherford", "Saldanha", "Sandoval", "Santoro", "Savard", "Seward", "Shirazi", "Sinclair", "Sokolov", "Stanhope",
    "Sundaram", "Swithin", "Takahashi", "Talbot", "Tanaka", "Testa", "Thackeray", "Tremblay", "Tully", "Underhill",
    "Uribe", "Valcourt", "Vandermeer", "Vasquez", "Verma", "Villeneuve", "Wainwright", "Wakefield", "Westergaard",
    "Whitlock", "Winterbourne", "Yamamoto", "Yilmaz", "Zamora", "Zielinski",
)  # fmt: skip
