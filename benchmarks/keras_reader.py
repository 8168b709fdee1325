"""The reader in Keras, trained once: run by `benchmarks.beside_keras` in an environment of its own.

``python keras_reader.py digits.npz SEED EPOCHS`` prints one line of JSON: the accuracy on the test
digits, and the seconds of each epoch.
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
    seconds = []
    for _ in range(epochs):
        start = time.perf_counter()
        model.fit(x, y, batch_size=64, verbose=0)
        seconds.append(time.perf_counter() - start)
    read = model.predict(test, batch_size=1000, verbose=0).argmax(1)
    told = {
        "accuracy": float((read == digits["test_labels"]).mean()),
        "seconds": seconds,
        "parameters": model.count_params(),
        "software": f"keras {keras.__version__}, tensorflow {tensorflow.__version__}",
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
