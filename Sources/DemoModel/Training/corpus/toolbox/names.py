"""People and cities beside those of `words`."""

MORE_NAMES = """
Agnes Albert Alfred Amara Amelia Amir Andrea Angela Anton Arthur Astrid Aurora Beatrice Benita Bernard Bianca Bjorn Boris Brenda
Caleb Camilla Carmen Caspar Cecilia Celine Charlotte Chloe Chris Claudia Colin Connor Cora Cyrus Dagmar Dalia Damian Darius
Deborah Denise Derek Diego Dominic Doris Duncan Edgar Edith Edwin Eleanor Eli Elias Elise Elsa Emil Enzo Esther Eugene Eva Evelyn
Ezra Felicia Fergus Florian Frida Gabriel Gareth Gemma Gerda Gilbert Giulia Gloria Gordon Greta Gudrun Gwen Hamid Harald Harriet
Hector Heidi Helen Herman Hilda Holly Howard Ibrahim Ilse Imogen Ingo Irene Isabel Ismael Ivy Jana Jasmin Jasper Jeremy Jerome
Joanna Jocelyn Joel Johan Josef Judith June Kaito Kamala Karim Katja Keith Kenneth Kira Kirsten Konrad Kristin Lana Larry Leah
Leila Lena Leonard Leroy Liam Lionel Lisa Lorenzo Louis Lucia Lydia Mabel Magda Malik Manuel Marcel Margot Marie Marina Mario
Marlene Martha Matilda Maurice Maya Melissa Mercy Michael Mila Miriam Mohan Monika Nadine Naomi Nathan Neil Nicole Nigel Noel
Norman Odette Olaf Oleg Orson Pablo Pamela Pascal Patricia Pedro Penelope Perry Philip Phoebe Priya Rachel Rafael Ramona Raymond
Rebecca Regina Renata Ricardo Robert Roger Roland Ronald Rosalie Roxana Rufus Rupert Sabine Salma Samir Sandra Sasha Selma Sergio
Sheila Sidney Silvia Simone Sonja Stanley Stefan Sven Sylvester Tamara Tariq Teresa Thelma Thomas Tilda Tobias Trevor Ursula
Valentin Valeria Vanessa Vincent Viola Violet Vladimir Wendell Wilhelm Winston Xenia Yannick Yasmin Yvonne Zacharias Zelda Zoltan
""".split()

SURNAMES = """
Abbott Adler Baker Barton Becker Bishop Blum Brandt Brook Carver Castle Chen Cole Cooper Cruz Dale Diaz Drake Eklund Engel Farrow
Fisher Flint Forster Garcia Gibson Gold Graves Haas Hale Hansen Hart Hayes Hoffman Holm Hunt Ito Jansen Jensen Kane Kato Keller
Khan Kim Klein Kowalski Lang Larsen Lee Lindgren Lopez Marsh Meyer Miller Moore Moreno Nakamura Nash Novak Okafor Olsen Park Patel
Pike Quist Reed Ricci Rivera Rossi Russo Sato Schmidt Shah Silva Stone Strand Suzuki Tanaka Thorne Torres Turner Vogel Wagner
Walsh Weber West Wolf Wong Young
""".split()

MORE_CITIES = """
Aachen Albany Algiers Alicante Almaty Amman Amsterdam Anchorage Antalya Arequipa Asmara Asuncion Aswan Avignon Baghdad Bamako
Bandung Bangkok Barcelona Bari Beirut Belfast Belgrade Belize Bergamo Birmingham Bologna Bonn Bordeaux Bratislava Brest Brighton
Brisbane Bruges Brussels Bucharest Budapest Buffalo Burgas Bursa Cadiz Cambridge Canberra Cancun Caracas Casablanca Catania
Chengdu Chennai Cleveland Coimbra Colombo Columbus Copenhagen Cordoba Cork Corfu Damascus Danang Darwin Davos Debrecen Detroit
Dhaka Dijon Dortmund Dubai Dundee Durban Dusseldorf Edinburgh Edmonton Eindhoven Erfurt Essen Exeter Faro Florence Frankfurt
Freiburg Fukuoka Galway Gdansk Genoa Girona Graz Granada Grenoble Groningen Guangzhou Haifa Halifax Hannover Harare Heidelberg
Hiroshima Hobart Honolulu Hyderabad Incheon Innsbruck Inverness Istanbul Jaipur Jena Johannesburg Kabul Kampala Karachi Kassel
Kathmandu Kazan Khartoum Kiel Kigali Kingston Kobe Konstanz Lahore Lausanne Leuven Limerick Linz Liverpool Ljubljana Luanda
Lucerne Lugano Lund Lusaka Luxor Madison Malaga Managua Manaus Manchester Mannheim Maputo Marrakesh Marseille Medellin Melbourne
Mendoza Merida Minsk Mombasa Monaco Montevideo Muscat Nagoya Nagasaki Nashville Newcastle Nicosia Norwich Nuremberg Odense Omaha
Orlando Orleans Osnabruck Oxford Padua Palermo Panama Parma Patras Pavia Philadelphia Pisa Pittsburgh Plovdiv Potsdam Poznan
Pretoria Puebla Pune Rabat Ravenna Reims Rennes Reykjavik Rijeka Rosario Rostock Rotterdam Rouen Salamanca Salzburg Santiago
Sapporo Sarajevo Savannah Shanghai Sheffield Siena Singapore Skopje Sofia Split Stavanger Stockholm Stuttgart Surabaya Tampere
Tangier Tartu Thessaloniki Tirana Toledo Toulouse Trento Trieste Trondheim Tucson Turku Ulm Uppsala Valencia Valparaiso Varna
Verona Vigo Windhoek Winnipeg Worms Wroclaw York Zagreb Zaragoza
""".split()
