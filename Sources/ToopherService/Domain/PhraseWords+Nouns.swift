#if Service

extension PhraseWords {
    /// Nouns that nobody minds reading aloud.
    static let nouns: [Substring] =
        """
        acorn almond anchor apple apricot arch arrow artist aspen atlas attic avocado badger bagel bakery balcony
        balloon banana banjo barley barn basket bay beach beacon beaver bell bench berry bicycle biscuit blanket
        blossom boat bonnet book boot bottle boulder bowl bracelet branch bread breeze brick bridge broccoli brook
        broom brush bucket buffalo bugle bus button cabbage cabin cactus cake camel camera campfire canal candle
        canoe canvas canyon cap caravan carpet carrot cart castle cedar cello chair chalk cheese cherry chess
        chimney cinema circle clarinet cliff clock cloud clover coast coat cocoa coconut collar comet compass cookie
        corner cottage cove cradle crane crayon cricket crocus crown cucumber cup cupboard curtain cushion cyclist
        daffodil daisy dancer deer desert desk diamond diary dolphin donkey door dove dragonfly drawer drum duck
        dune eagle easel echo elbow elephant elm engine envelope evening falcon farm feather fern ferry fiddle field
        fig finch fjord flag flame flamingo flask flower flute fork fountain fox frog galaxy garden garlic gate
        gazelle geyser giraffe glacier globe glove goat goose grape grove guitar hamlet hammock hamster harbour hare
        harp hat hawk hazelnut hedge helmet hen herb heron hill hive horizon horse house iceberg igloo inkwell iris
        island ivy jacket jar jasmine jigsaw juniper kayak kettle key kitchen kite kitten kiwi koala lace ladder
        lagoon lake lamp lantern lark laurel leaf lemur lettuce library lighthouse lily lime lion lizard llama
        lobster locket lotus lynx magnet magpie mailbox mandolin map marigold market marmot meadow melody melon mill
        mirror mitten mole monsoon moon moose morning mosaic moth mountain muffin mug mushroom napkin nectarine
        needle nest newt notebook nutmeg oak oasis ocean octopus onion opera orchard orchid organ ostrich otter owl
        oyster paddle page palace palm pancake panda panther papaya parade parcel park parrot parsley pasta path
        peach peacock pear pebble pelican pencil penguin pepper petal piano picnic pie pigeon pillow pine pipe
        planet plate plaza pocket poem pond pony poppy postcard potato prairie prism puddle puffin pumpkin puppet
        puzzle pyramid quail quartz quill quilt rabbit raccoon radish raft railway rain rainbow raven reef ribbon
        rice ridge ring river road robin rocket roof room rope rose rowboat rug saddle sail salad salmon sandal
        sandwich satchel saxophone scarf school seal seed shell shelf ship shirt shoe shore shovel skate sketch
        slipper snail snow sock sofa sonnet soup sparrow spinach spoon spruce squirrel stadium star statue stone
        stool stork story stove straw stream street summit sunrise sunset swallow swan sweater table tadpole tailor
        tangerine teacup teapot telescope temple tent theatre thimble thistle thunder ticket tiger timber toast
        tomato tortoise toucan tower town train tram tree trolley trombone trout truffle trumpet tulip tunnel turnip
        turtle umbrella valley vase vest viaduct village vine viola violin volcano voyage waffle waggon walrus waltz
        watch waterfall wave weasel whale wheat wheel whistle willow window wolf woodland workshop wreath wren yacht
        yard yoghurt zebra zeppelin
        """
        .split { $0 == " " || $0 == "\n" }
}

#endif
