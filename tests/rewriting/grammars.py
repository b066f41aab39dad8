"""Contraction and elision in six languages, as linguists would write them."""

LANGUAGES = {
    "en": """
locale en
vowel = a | e | i | o | u
rewrite "a" => "an" / (^ | " ") _ " " <vowel>
catalog Thing = apple => APPLE | pear | "old car" | hour
intent Want = [give me] a {Thing} | a good {Thing} or a (egg | tomato)
""",
    "fr": """
locale fr
vowel = a | e | i | o | u | é | è | ê | h
word_end = " " | $
rewrite ("le " | "la ") => "l'" / (^ | " ") _ <vowel>
rewrite "de les" => "des" / (^ | " ") _ <word_end>
rewrite "de le" => "du" / (^ | " ") _ <word_end>
rewrite "à les" => "aux" / (^ | " ") _ <word_end>
rewrite "à le" => "au" / (^ | " ") _ <word_end>
feature gender = m | f
feature number = sg | pl
catalog Place =
    cinéma @m @sg | hôtel @m @sg | gare @f @sg | école => SCHOOL @f @sg | halles @f @pl
article = le @m @sg | la @f @sg | les @pl
place = <article> {Place} @agree(gender, number)
intent Go = va à <place> | près de <place>
""",
    "es": """
locale es
rewrite "de el" => "del" / (^ | " ") _ " "
rewrite "a el" => "al" / (^ | " ") _ " "
rewrite "y" => "e" / " " _ " " (i | hi)
catalog Place = parque | hotel | "isla de el norte"
intent Go = ve a el {Place} | sal de el {Place} y entra | busca (agua | flor) y (hielo | isla | pan)
""",
    "it": """
locale it
vowel = a | e | i | o | u
hard = s(b | c | d | f | g | l | m | n | p | q | r | t | v) | z | gn | ps | x | y
rewrite "il " => "l'" / (^ | " ") _ <vowel>
rewrite "il" => "lo" / (^ | " ") _ " " <hard>
rewrite "i" => "gli" / (^ | " ") _ " " (<vowel> | <hard>)
catalog Thing = amico | studente | zaino | gatto | gnomo
catalog Things = amici | studenti | gatti | gnomi
intent See = vedo (il {Thing} | i {Things})
""",
    "de": """
locale de
rewrite "in dem" => "im" / (^ | " ") _ " "
rewrite "zu dem" => "zum" / (^ | " ") _ " "
rewrite "zu der" => "zur" / (^ | " ") _ " "
feature gender = m | f | n
catalog Place = bahnhof @m | schule @f | kino @n
the = dem @m | dem @n | der @f
intent Go = (geh zu | warte in) <the> {Place} @agree(gender)
""",
    "pt": """
locale pt-BR
vogal = a | o
rewrite "de " => "d" / (^ | " ") _ <vogal> [s] " "
rewrite "em " => "n" / (^ | " ") _ <vogal> [s] " "
rewrite "por " => "pel" / (^ | " ") _ <vogal> [s] " "
feature gender = m | f
catalog Lugar = parque @m | casa @f | "rua de a paz" @f
artigo = o @m | a @f
intent Ir = (vou | passo) (de | em | por) <artigo> {Lugar} @agree(gender)
""",
    "hi": """
locale hi
feature case = dir | obl
catalog Place = कमरा => ROOM @dir | कमरे => ROOM @obl | घर => HOUSE
intent See = यह {Place} @dir @agree(case) | इस {Place} (में | पर) @obl @agree(case)
""",
}
