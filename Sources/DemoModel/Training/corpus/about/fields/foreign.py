"""What is asked in languages that the model does not speak."""
from ...choices import choices
from ..questions import Field

FOREIGN = [
    Field("something in German", choices("""Was ist die Hauptstadt von {x}? | Wie ist das Wetter in {x}? | Erzähl mir etwas über {x}. |
        Wo liegt {x}? | Schreib ein Gedicht über {x}. | Was weißt du über {x}? | Wie komme ich nach {x}? |
        Wie viele Menschen leben in {x}?"""),
        choices("""Frankreich | Italien | Spanien | Polen | Österreich | Norwegen | Japan | Berlin |
            Hamburg | Wien | Paris | London | Köln""")),
    Field("something in French", choices("""Parle-moi de {x}. | Quel temps fait-il à {x} ? | Où se trouve {x} ? |
        Écris un poème sur {x}. | Que sais-tu de {x} ? | Combien de personnes vivent à {x} ? | Comment aller à {x} ? |
        Que faire à {x} ?"""),
        choices("""Paris | Lyon | Marseille | Nice | Lille | Bordeaux | Bruxelles | Montréal | Rome | Londres | Madrid |
            Berlin | Tokyo""")),
    Field("something in Spanish", choices("""¿Qué tiempo hace en {x}? | Háblame de {x}. | ¿Dónde está {x}? |
        Escribe un poema sobre {x}. | ¿Qué sabes de {x}? | ¿Cuántas personas viven en {x}? | ¿Cómo llego a {x}? |
        ¿Qué puedo ver en {x}?"""),
        choices("""Madrid | Sevilla | Bilbao | Lima | Bogotá | La Habana | México | Buenos Aires | Santiago | Roma | París |
            Londres | Tokio""")),
    Field("something in Japanese", choices("""{x}について教えてください。 | {x}の天気はどうですか。 | {x}はどこにありますか。 | {x}の歴史を説明して。 | {x}について詩を書いて。 |
        {x}は好きですか。 | {x}へはどう行きますか。 | {x}で何が見られますか。"""),
        choices("東京 | 大阪 | 京都 | 札幌 | 日本 | 韓国 | 中国 | フランス | ドイツ | イタリア | パリ | ロンドン | 富士山 | 沖縄")),
    Field("something in Chinese", choices("""请介绍一下{x}。 | {x}的天气怎么样？ | {x}在哪里？ | 写一首关于{x}的诗。 | 你知道{x}吗？ | {x}有多少人口？ | 怎么去{x}？ |
        {x}有什么好玩的？"""), choices("北京 | 上海 | 广州 | 深圳 | 中国 | 日本 | 韩国 | 法国 | 德国 | 巴黎 | 伦敦 | 纽约 | 长城 | 西安")),
]
