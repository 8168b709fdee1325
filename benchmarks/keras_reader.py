"""The reader in Keras, trained once: run by `benchmarks.beside_keras` in an environment of its own.

``python keras_reader.py digits.npz SEED EPOCHS`` waits for a line of input before each epoch and
prints a line of JSON after it, its seconds; after one line more it prints what came of them.
"""

import json
import sys
import time

import numpy as np


def main() -> None:
    file, seed, epochs = sys.argv[1], *map(int, sys.argv[2:])
    import keras
    import tensorflow
    from keras import layers

    keras.utils.set_random_seed(seed)
    digits = np.load(file)
    x, test = (digits[name].reshape(-1, 28, 28, 1) for name in ("train", "test"))
    y = keras.utils.to_categorical(digits["train_labels"])
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *(layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2)),
            *(layers.Conv2D(64, 3, activation="relu"), layers.MaxPooling2D(2)),
            layers.Conv2D(64, 3, activation="relu"),
            *(layers.Flatten(), layers.Dense(64, activation="relu")),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer=keras.optimizers.RMSprop(1e-3), loss="categorical_crossentropy")
    tell(ready=True)
    for _ in range(epochs):
        sys.stdin.readline()
        began = time.perf_counter()
        model.fit(x, y, batch_size=64, verbose=0)
        tell(seconds=time.perf_counter() - began)
    sys.stdin.readline()
    read = model.predict(test, batch_size=1000, verbose=0).argmax(1)
    tell(
        accuracy=float((read == digits["test_labels"]).mean()),
        parameters=model.count_params(),
        software=f"keras {keras.__version__}, tensorflow {tensorflow.__version__}",
    )


def tell(**what):
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main()
