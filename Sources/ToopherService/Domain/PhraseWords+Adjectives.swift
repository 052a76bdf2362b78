#if Service

extension PhraseWords {
    /// Adjectives that nobody minds reading aloud.
    static let adjectives: [Substring] =
        """
        able acoustic agile airy alpine amber ancient arctic ashen autumn awake azure balmy bamboo bashful
        beaming blooming blue bold bouncy brave breezy brief bright brisk bronze bubbly busy calm candid
        careful carved casual celtic cheerful chestnut chilly chirpy citrus civic clean clever cloudy clumsy
        coastal cobalt comfy cool copper coral cosmic cosy cotton crafty creamy crimson crisp crystal cubic
        curious curly daily dainty dapper daring dashing dawning dazzling deep deft dense dewy diligent
        dizzy dotted downy drifting dry dusty eager early earnest easy eastern easygoing ebony elastic
        electric elegant emerald endless energetic even exact faint fair faithful famous fancy fast fearless
        feathered festive fine firm flat fleecy flowing fluffy fluent focused fond forest formal forward
        frank free fresh friendly frosty fruity full funny fuzzy gallant gentle genuine giant gifted ginger
        glad gleaming global glossy golden good graceful grand granite grassy green gritty handmade happy
        hardy harvest hasty hazel hearty helpful hidden hollow homely honest hopeful humble humming icy
        ideal indigo inland instant ivory jade jaunty jazzy jolly jovial joyful jumbo keen kind lacy large
        lasting lavender leafy learned lemon level light lilac limber linen little lively local lofty lone
        loud lucky lunar magnetic majestic mango maple marble marine mellow merry mighty mild minty modest
        mossy musical narrow native nautical neat nimble noble noisy northern novel oaken olive open orange
        orderly ornate oval pacific paper pastel patient peaceful peachy peppery perky placid plain playful
        pleasant plum plush polar polished polite posh precious prime proper proud prompt purple quaint
        quick quiet quilted radiant rapid rare ready regal relaxed restful rich rising roaming robust rocky
        round royal ruby rural rustic sacred safe saffron salty sandy sapphire satin savoury scarlet scenic
        seaside secure serene shady sharp shining shiny short silent silken silver simple sincere sleek
        sleepy slender slow smart smiling smooth snappy snowy snug soaring social soft solid sonic southern
        sparkling special speedy spicy spiral splendid spotted spring square stable starry stately steady
        stellar still stout striped strong sturdy sublime subtle super supple sure swift tall tame tangy
        tender thankful thoughtful thrifty tidy timely toasty topaz tranquil tropical true trusty turquoise
        twinkling upbeat upper useful valiant velvet verdant vibrant violet vivid walnut warm wavy western
        whispering whole wide willing windy winter witty wooden woolly worthy young zany zesty
        """
        .split { $0 == " " || $0 == "\n" }
}

#endif
